"""Cuts probabilities of next words before one is drawn: the likeliest few, or a likely share."""

# %% Imports
import numpy as np

# %% Configuration
# The next word is drawn among so many.
TOP_WORDS = 40
# The next word is drawn among the likeliest that have this probability together.
NUCLEUS = 0.9


# %% Evaluation
def keep_top(chances):
    """Returns chances [n, k] that are 0 but for the TOP_WORDS largest of each row."""
    least = -np.sort(-chances, axis=1)[:, [min(TOP_WORDS, chances.shape[1]) - 1]]
    return np.where(chances >= least, chances, 0)


def keep_nucleus(chances):
    """Returns chances [n, k] of the likeliest words that reach NUCLEUS together, others 0."""
    shares = -np.sort(-chances / chances.sum(axis=1, keepdims=True), axis=1)
    counts = (np.cumsum(shares, axis=1) < NUCLEUS).sum(axis=1)
    least = -np.sort(-chances, axis=1)[np.arange(len(chances)), counts]
    return np.where(chances >= least[:, None], chances, 0)
