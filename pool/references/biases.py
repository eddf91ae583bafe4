"""Gives predict_reference for ratings: damped means of users and items.

Needs table/encode and targets/number.
"""

# %% Imports
import numpy as np

# %% Configuration
REFERENCE_MODEL = "user and item means"
# Ratings that a user or an item must have for half of its bias to count.
DAMPING = 5.0


# %% Evaluation
def category_codes(items, state):
    """Returns the codes of the category columns [n, columns]."""
    inputs = encode_inputs(items, state)
    return np.column_stack([inputs[name] for name in inputs if name != "numeric"])


def predict_reference(items, targets, test_items, state):
    """Returns the ratings [n, 1] that the mean and the biases of users and items give."""
    values = targets.to_numpy()[:, 0]
    left = values - values.mean()
    predicted = np.full(len(test_items), values.mean())
    codes, test_codes = category_codes(items, state), category_codes(test_items, state)
    for column, test_column in zip(codes.T, test_codes.T, strict=True):
        counts = np.bincount(column, minlength=test_column.max() + 1)
        sums = np.bincount(column, weights=left, minlength=len(counts))
        bias = sums / (counts + DAMPING)
        left = left - bias[column]
        predicted += bias[test_column]
    return predicted[:, np.newaxis]
