"""The target is one class of an item, a categorical column [n].

Gives what driver, training/batches and references ask of a target; needs the label functions
(labels/number, labels/binary).
"""

# %% Imports
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn import metrics
from sklearn.calibration import CalibrationDisplay

# %% Configuration
CLASS_COUNT = 2
# Rare classes weigh more in the loss, and the score counts every class alike.
BALANCED = False


# %% Data
def read_targets(table, names):
    """Returns the class of each row, from a column of classes or from one 0/1 column a class."""
    if isinstance(TARGET, str):
        return as_classes(to_text(table[TARGET.strip()]))
    labels = to_text(table[names[0]]) if len(names) == 1 else table[names].idxmax(axis=1)
    return as_classes(labels)


# %% Preprocessing
def learn_targets(targets):
    """Returns the target's name, the class names and their count; weights where classes differ."""
    names = [str(name) for name in targets.cat.categories]
    goals = {"target": targets.name, "class_names": names, "sizes": {"class_count": len(names)}}
    if BALANCED:
        counts = targets.value_counts(sort=False).to_numpy()
        weights = len(targets) / len(names) / np.maximum(counts, 1)
        goals["class_weights"] = weights.round(4).tolist()
    return goals


def target_dataset(targets, state):
    """Returns the training targets of classes [n] one by one."""
    labels = encode_labels(class_numbers(targets, state))
    return tf.data.Dataset.from_tensor_slices(labels)


# %% Evaluation
def item_errors(truth, scores, state):
    """Returns how far each answer is from the truth [n]: 1 less the true class's probability."""
    return 1 - class_scores(scores)[np.arange(len(truth)), truth]


def name_errors(truth, scores, rows, state):
    """Returns titles that say the true and the found class of some rows."""
    classes = np.array(state["class_names"])
    pairs = zip(classes[truth[rows]], classes[predicted_numbers(scores)[rows]], strict=True)
    return [f"{true}, said {said}" for true, said in pairs]


def score_balanced(results):
    """Returns the share of right answers, each class counting alike, of (true, found) [n, 2]."""
    return pd.Series(results[:, 0] == results[:, 1]).groupby(results[:, 0]).mean().mean()


def report_ranking(truth, scores, output_dir):
    """Saves ROC, precision against recall and calibration of probabilities [n] of class 1.

    Returns the areas under the first two.
    """
    _, axes = plt.subplots(1, 3, figsize=(14, 4.5))
    displays = (metrics.RocCurveDisplay, metrics.PrecisionRecallDisplay, CalibrationDisplay)
    for axis, display in zip(axes, displays, strict=True):
        display.from_predictions(truth, scores, ax=axis)
    save_figure(axes[0].figure, output_dir, "ranking")
    precision = metrics.average_precision_score(truth, scores)
    return {"roc_auc": metrics.roc_auc_score(truth, scores), "average_precision": precision}


def measure_test(model, splits, state, output_dir):
    """Returns the metrics of the test split; saves figures of where the network errs."""
    items, targets = splits["test"]
    truth, scores = class_numbers(targets, state), predict_scores(model, items, state)
    found = predicted_numbers(scores)
    majority = np.bincount(class_numbers(splits["train"][1], state)).argmax()
    answers = {"model": found, "baseline": np.full(len(items), majority)}
    answers["reference"] = predict_reference(*splits["train"], items, state)
    report_classes(*np.take(state["class_names"], [truth, found]), output_dir)
    details = {"macro_f1": float(metrics.f1_score(truth, found, average="macro", zero_division=0))}
    if CLASS_COUNT == 2 and len(np.unique(truth)) == 2:
        details |= report_ranking(truth, class_scores(scores)[:, 1], output_dir)
    report_items(model, items, truth, scores, state, output_dir)
    names = {"metric": "accuracy", "higher_is_better": True, "baseline_name": "majority class"}
    names["reference_name"] = f"{REFERENCE_MODEL} on {REFERENCE_INPUTS}"
    if BALANCED:
        names["metric"] = "balanced_accuracy"
        results = {name: np.stack([truth, numbers], axis=1) for name, numbers in answers.items()}
        return compare_results(score_balanced, results, names, details)
    results = {name: numbers == truth for name, numbers in answers.items()}
    return compare_results(np.mean, results, names, details)


# %% Inference
def answer_items(model, items, state, output_path):
    """Returns the class of each item, with probabilities where it is no submission."""
    scores = predict_scores(model, items, state)
    names = np.array(state["class_names"])
    answers = pd.DataFrame({state["target"]: names[predicted_numbers(scores)]})
    if TEST_FILE is None:
        answers[[f"probability_{name}" for name in names]] = class_scores(scores)
    return answers
