"""Gives split_rows where targets are no classes: at random."""

# %% Imports
import numpy as np


# %% Data
def split_rows(targets, validation_share=VALIDATION_SHARE, test_share=TEST_SHARE):
    """Returns shuffled rows of train, validation and test."""
    rows = np.random.default_rng(SEED).permutation(len(targets))
    shares = (validation_share, test_share)
    sizes = [max(1, round(len(rows) * share)) if share else 0 for share in shares]
    validation, test, train = np.split(rows, np.cumsum(sizes))
    return [train, validation, test]
