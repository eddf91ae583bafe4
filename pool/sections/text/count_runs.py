"""What 2 programs share: count_runs."""


# %% Imports
from collections import Counter


# %% Evaluation
def count_runs(words, size):
    """Returns how often each run of `size` words occurs in a list of words."""
    return Counter(tuple(words[start : start + size]) for start in range(len(words) - size + 1))
