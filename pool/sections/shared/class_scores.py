"""What 2 programs share: label_numbers, class_scores."""


# %% Imports
import numpy as np


# %% Preprocessing
def label_numbers(targets):
    """Returns class numbers [n] for training targets."""
    return np.asarray(targets).reshape(-1).astype("int32")


# %% Evaluation
def class_scores(scores):
    """Returns class probabilities [n, 2] for model outputs [n, 1]."""
    positive = np.asarray(scores).reshape(-1, 1)
    return np.hstack([1 - positive, positive])
