"""Written texts are answers to questions: F1 of their words. Needs targets/written."""

# %% Imports
from collections import Counter

import numpy as np


# %% Evaluation
def judge_texts(texts, targets):
    """Returns the F1, 0 to 1, of the words of each written and true answer [n], order aside."""
    scores = []
    for words, target in zip(texts, targets, strict=True):
        shared = (Counter(words) & Counter(target)).total()
        scores.append(2 * shared / max(1, len(words) + len(target)))
    return np.array(scores)


def score_texts(results):
    """Returns the mean F1 of the words."""
    return results.mean()


def write_simply(train, sources, targets):
    """Returns the most frequent answer of train for each question."""
    usual = Counter(train[1]).most_common(1)[0][0].split()
    return [usual] * len(sources)


def measure_texts(texts, targets, state):
    """Returns how long written answers are beside true ones."""
    return {"length_ratio": sum(map(len, texts["model"])) / sum(map(len, targets))}


def name_metric():
    """Returns what the metric and those that the network is compared with are called."""
    return {
        "metric": "word F1",
        "higher_is_better": True,
        "baseline_name": "most frequent answer",
        "reference_name": "answer to the nearest train question",
    }
