"""Gives choose_threshold: from which probability on a row is of class 1, by the validation split.

Needs class_scores of the labels, and batches of (inputs, targets) of two classes: the last output
is the probability of class 1.
"""

# %% Imports
import numpy as np
from sklearn import metrics

# %% Training
def choose_threshold(model, dataset):
    """Returns the probability of class 1 with the highest F1 score on batches of a split."""
    truth = np.concatenate([np.asarray(targets) for _, targets, *_ in dataset])
    truth = truth.argmax(axis=1) if truth.shape[1:] == (2,) else truth.reshape(-1)
    chances = model.predict(dataset, verbose=0)[:, -1]
    precision, recall, limits = metrics.precision_recall_curve(truth, chances)
    scores = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    return float(limits[scores[:-1].argmax()])


# %% Evaluation
def chosen_numbers(scores, state):
    """Returns class numbers [n]: 1 from the threshold on that the validation split gave."""
    return (class_scores(scores)[:, 1] >= state["threshold"]).astype("int32")
