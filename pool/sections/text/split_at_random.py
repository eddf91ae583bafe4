"""What 3 programs share: split_at_random."""


# %% Imports
import numpy as np


# %% Data
def split_at_random(count):
    """Returns shuffled indices of train, validation and test for `count` items."""
    order = np.random.default_rng(SEED).permutation(count)
    first = max(1, round(count * VALIDATION_SHARE))
    second = first + max(1, round(count * TEST_SHARE))
    return order[second:], order[:first], order[first:second]
