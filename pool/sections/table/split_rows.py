"""What 4 programs share: split_rows."""


# %% Imports
import numpy as np


# %% Data
def split_rows(count):
    """Returns shuffled rows of train, validation and test."""
    rows = np.random.default_rng(SEED).permutation(count)
    first = max(1, round(count * VALIDATION_SHARE))
    second = first + max(1, round(count * TEST_SHARE))
    return [rows[second:], rows[:first], rows[first:second]]
