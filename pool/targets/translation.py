"""Written texts are translations: BLEU. Needs evaluation/bleu and targets/written."""

# %% Imports
from collections import Counter

import numpy as np


# %% Evaluation
def judge_texts(texts, targets):
    """Returns the counts of runs of words that BLEU is made of [n, 10]."""
    return count_matches(texts, [[target] for target in targets])


def score_texts(results):
    """Returns the corpus BLEU-4, 0-1."""
    return bleu(results)


def write_simply(train, sources, targets):
    """Returns the better of copied sources and the most frequent train sentence."""
    usual = Counter(train[1]).most_common(1)[0][0].split()
    choices = ([source.split() for source in sources], [usual] * len(sources))
    return max(choices, key=lambda texts: bleu(judge_texts(texts, targets)))


def measure_texts(texts, targets, state):
    """Returns the share of true words that the network cannot write."""
    known = set(state["target_vocabulary"])
    unknown = [word not in known for words in targets for word in words]
    return {"unknown_share": float(np.mean(unknown))}


def name_metric():
    """Returns what the metric and those that the network is compared with are called."""
    return {
        "metric": "BLEU",
        "higher_is_better": True,
        "baseline_name": "better of copied source and most frequent sentence",
        "reference_name": "translation of the nearest train sentence",
    }
