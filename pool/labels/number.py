"""Class targets as class numbers, outputs as a probability per class.

Generation writes other forms.
"""

# %% Imports
import numpy as np


# %% Preprocessing
def encode_labels(numbers):
    """Returns training targets [n] for class numbers [n]."""
    return numbers


# %% Evaluation
def predicted_numbers(scores):
    """Returns class numbers [n] for model outputs [n, class_count]."""
    return np.argmax(scores, axis=-1)


def class_scores(scores):
    """Returns class probabilities [n, class_count] for model outputs."""
    return scores
