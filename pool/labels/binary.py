"""Class targets of two classes, outputs as the probability of the second.

Generation writes other forms.
"""

# %% Imports
import numpy as np


# %% Preprocessing
def encode_labels(numbers):
    """Returns training targets [n, 1] for class numbers [n] of two classes."""
    return np.asarray(numbers, dtype="float32").reshape(-1, 1)


# %% Evaluation
def predicted_numbers(scores):
    """Returns class numbers [n]: the second class where the sigmoid output passes one half."""
    return (scores.reshape(-1) > 0.5).astype("int32")


def class_scores(scores):
    """Returns probabilities [n, 2] of both classes for sigmoid outputs [n, 1]."""
    return np.column_stack([1 - scores, scores])
