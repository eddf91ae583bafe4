"""Gives split_rows where targets are classes: in the same shares for every class."""

# %% Imports
import numpy as np
import pandas as pd


# %% Data
def split_by_class(numbers, validation_share=VALIDATION_SHARE, test_share=TEST_SHARE):
    """Returns shuffled rows of train, validation and test, in the same shares for every class."""
    rows = np.random.default_rng(SEED).permutation(len(numbers))
    classes = pd.Series(numbers[rows]).groupby(numbers[rows])
    place, size = classes.cumcount(), classes.transform("size")
    # From three items on, a class is present in every split.
    fewest = (size >= 3).astype("int64")
    first = np.maximum(fewest, (size * validation_share).round()) if validation_share else 0
    last = first + np.maximum(fewest, (size * test_share).round()) if test_share else first
    return [rows[place >= last], rows[place < first], rows[(first <= place) & (place < last)]]


def split_rows(targets, validation_share=VALIDATION_SHARE, test_share=TEST_SHARE):
    """Returns shuffled rows of train, validation and test for classes [n]."""
    return split_by_class(targets.cat.codes.to_numpy(), validation_share, test_share)
