"""What 3 programs share: encode_labels, predicted_numbers."""


# %% Imports
import numpy as np


# %% Preprocessing
def encode_labels(numbers):
    """Returns training targets [n, 1] for class numbers [n]."""
    return np.asarray(numbers, dtype="float32").reshape(-1, 1)


# %% Evaluation
def predicted_numbers(scores):
    """Returns class numbers [n] for model outputs [n, 1]."""
    return (np.asarray(scores).reshape(-1) > 0.5).astype("int32")
