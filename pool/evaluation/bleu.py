"""Compares written with true word lists by BLEU: count_runs, count_matches, bleu."""

# %% Imports
from collections import Counter

import numpy as np


# %% Evaluation
def count_runs(words, size):
    """Returns how often each run of so many words occurs in a word list."""
    return Counter(tuple(words[start : start + size]) for start in range(len(words) - size + 1))


def count_matches(texts, references):
    """Returns counts of each text [n, 10]: runs of 1 to 4 words that match and in all, lengths.

    References holds the true word lists of each text; the last two counts are the length of the
    text and of the true one that is nearest in length.
    """
    rows = []
    for words, truths in zip(texts, references, strict=True):
        matches, totals = [], []
        for size in range(1, 5):
            runs, allowed = count_runs(words, size), Counter()
            for truth in truths:
                allowed |= count_runs(truth, size)
            matches.append((runs & allowed).total())
            totals.append(runs.total())
        closest = min(map(len, truths), key=lambda length: abs(length - len(words)))
        rows.append([*matches, *totals, len(words), closest])
    return np.array(rows, dtype="float64")


def bleu(results, longest=4):
    """Returns the corpus BLEU, 0-1, of counts [n, 10]; longer runs are smoothed by one."""
    counts = results.sum(axis=0)
    matches, totals, (length, closest) = counts[:4], counts[4:8], counts[8:]
    if matches[0] == 0:
        return 0.0
    smoothing = np.array([0, 1, 1, 1])
    precisions = (matches + smoothing) / np.maximum(totals + smoothing, 1)
    brevity = min(0.0, 1 - closest / length)
    return float(np.exp(brevity + np.mean(np.log(precisions[:longest]))))
