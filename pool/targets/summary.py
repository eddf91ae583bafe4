"""Written texts are summaries: ROUGE. Needs targets/written and count_runs (evaluation/bleu)."""

# %% Imports
import re

import numpy as np


# %% Evaluation
def f_measure(matched, predicted_count, target_count):
    """Returns the F1, 0 to 1, of matched units among the predicted and the true ones."""
    return 2 * matched / max(1, predicted_count + target_count)


def rouge_n(texts, targets, size):
    """Returns the mean ROUGE-N F1 of word lists for runs of `size` words."""
    scores = []
    for words, target in zip(texts, targets, strict=True):
        written, true = count_runs(words, size), count_runs(target, size)
        scores.append(f_measure((written & true).total(), written.total(), true.total()))
    return float(np.mean(scores))


def common_length(first, second):
    """Returns the length of the longest common subsequence of two word lists."""
    lengths = [0] * (len(second) + 1)
    for word in first:
        diagonal = 0
        for place, other in enumerate(second, start=1):
            diagonal, kept = lengths[place], diagonal
            best = max(lengths[place], lengths[place - 1])
            lengths[place] = kept + 1 if word == other else best
    return lengths[-1]


def judge_texts(texts, targets):
    """Returns the ROUGE-L F1, 0 to 1, of each word list [n]."""
    pairs = zip(texts, targets, strict=True)
    return np.array([f_measure(common_length(*pair), *map(len, pair)) for pair in pairs])


def score_texts(results):
    """Returns the mean ROUGE-L F1."""
    return results.mean()


def write_simply(train, sources, targets):
    """Returns the first three sentences of each source [n], the usual baseline of summaries."""
    leads = []
    for source in sources:
        sentences = re.findall(r"[^.!?\u3002]+[.!?\u3002]*", source)
        leads.append(" ".join(sentences[:3]).split()[:TARGET_LENGTH])
    return leads


def measure_texts(texts, targets, state):
    """Returns ROUGE-1 and ROUGE-2 of the network and of the first sentences."""
    written, lead = texts["model"], texts["baseline"]
    return {
        "rouge_1": rouge_n(written, targets, 1),
        "rouge_2": rouge_n(written, targets, 2),
        "lead_rouge_1": rouge_n(lead, targets, 1),
        "lead_rouge_2": rouge_n(lead, targets, 2),
    }


def name_metric():
    """Returns what the metric and those that the network is compared with are called."""
    return {
        "metric": "ROUGE-L",
        "higher_is_better": True,
        "baseline_name": "first three sentences",
        "reference_name": "summary of the nearest train text",
    }
