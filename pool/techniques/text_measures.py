"""Metrics of texts as word lists: BLEU and ROUGE against several true texts each, perplexity.

Papineni et al. (2002), BLEU: a Method for Automatic Evaluation of Machine Translation, P02-1040.
Lin (2004), ROUGE: A Package for Automatic Evaluation of Summaries, W04-1013.
"""

# %% Imports
from collections import Counter

import numpy as np


# %% Evaluation
def runs_of(words, size):
    """Returns how often each run of so many words occurs in a word list."""
    return Counter(tuple(words[start : start + size]) for start in range(len(words) - size + 1))


def corpus_bleu(texts, truths, longest):
    """Returns BLEU, 0 to 1, of word lists [n] by runs of up to `longest` words; smoothed by one."""
    matches, totals, length, closest = np.zeros(longest), np.zeros(longest), 0, 0
    for words, others in zip(texts, truths, strict=True):
        length += len(words)
        closest += min(map(len, others), key=lambda size: abs(size - len(words)))
        for place in range(longest):
            runs, allowed = runs_of(words, place + 1), Counter()
            for other in others:
                allowed |= runs_of(other, place + 1)
            matches[place] += (runs & allowed).total()
            totals[place] += runs.total()
    if matches[0] == 0:
        return 0.0
    smoothing = np.arange(longest) > 0
    precisions = (matches + smoothing) / np.maximum(totals + smoothing, 1)
    return np.exp(min(0.0, 1 - closest / length) + np.mean(np.log(precisions)))


def f1_of_counts(matched, found, true):
    """Returns the F1, 0 to 1, of matched units among the found and the true ones."""
    return 2 * matched / max(1, found + true)


def rouge_runs(texts, truths, size):
    """Returns the mean ROUGE-N F1 of word lists [n] for runs of `size` words, best of the truths."""
    scores = []
    for words, others in zip(texts, truths, strict=True):
        runs = [(runs_of(words, size), runs_of(other, size)) for other in others]
        found = [f1_of_counts((a & b).total(), a.total(), b.total()) for a, b in runs]
        scores.append(max(found))
    return np.mean(scores)


def longest_common(first, second):
    """Returns the length of the longest common subsequence of two word lists."""
    lengths = [0] * (len(second) + 1)
    for word in first:
        diagonal = 0
        for place, other in enumerate(second, start=1):
            diagonal, kept = lengths[place], diagonal
            best = max(lengths[place], lengths[place - 1])
            lengths[place] = kept + 1 if word == other else best
    return lengths[-1]


def rouge_longest(texts, truths):
    """Returns the mean ROUGE-L F1 of word lists [n], for each the best of its true ones."""
    scores = []
    for words, others in zip(texts, truths, strict=True):
        pairs = [(longest_common(words, other), len(words), len(other)) for other in others]
        scores.append(max(f1_of_counts(*pair) for pair in pairs))
    return np.mean(scores)


def measure_perplexity(model, test, state):
    """Returns the perplexity of the true texts of the test split, each word after the true ones."""
    scores = model.evaluate(make_dataset(*test, state, BATCH_SIZE), return_dict=True, verbose=0)
    return float(np.exp(scores["loss"]))
