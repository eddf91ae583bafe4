"""Metrics of numbers that scikit-learn has not, each of true and found values of any shape."""

# %% Imports
import numpy as np
import pandas as pd


# %% Evaluation
def percentage_error(truth, found):
    """Returns the mean absolute error in percent of the truth, over values that are not 0."""
    known = truth != 0
    return 100 * np.mean(np.abs(found[known] / truth[known] - 1)) if known.any() else np.nan


def squared_percentage_error(truth, found):
    """Returns the root mean squared error in percent of the truth, over values that are not 0."""
    known = truth != 0
    squares = (found[known] / truth[known] - 1) ** 2
    return 100 * np.sqrt(np.mean(squares)) if known.any() else np.nan


def symmetric_percentage_error(truth, found):
    """Returns the mean absolute error in percent of the mean of both sizes, 0 to 200."""
    sizes = (np.abs(truth) + np.abs(found)) / 2
    return 100 * np.mean(np.abs(found - truth) / np.where(sizes == 0, 1, sizes))


def log_error(truth, found):
    """Returns the mean squared difference of logarithms of 1 + value; below 0 counts as 0."""
    logs = (np.log1p(np.maximum(values, 0)) for values in (truth, found))
    return np.mean(np.subtract(*logs) ** 2)


def rank_correlation(truth, found):
    """Returns the correlation of the ranks of all values, -1 to 1 (Spearman)."""
    ranks = [pd.Series(np.ravel(values)).rank() for values in (truth, found)]
    return np.corrcoef(*ranks)[0, 1]
