"""The target is one class of an item, a categorical column [n].

Gives what driver, training/batches and references ask of a target; needs the label functions
(labels/number, labels/binary).
"""

# %% Imports
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.calibration import CalibrationDisplay
from sklearn.metrics import (
    PrecisionRecallDisplay,
    RocCurveDisplay,
    average_precision_score,
    f1_score,
    roc_auc_score,
)

# %% Configuration
CLASS_COUNT = 2
# Rare classes weigh more in the loss, and the score counts every class alike.
BALANCED = False


# %% Data
def read_targets(table, names):
    """Returns the class of each row, from a column of classes or from one 0/1 column a class."""
    labels = to_text(table[names[0]]) if len(names) == 1 else table[names].idxmax(axis=1)
    return as_classes(labels)


# %% Preprocessing
def learn_targets(targets):
    """Returns the target's name, the class names and their count; weights where classes differ."""
    names = [str(name) for name in targets.cat.categories]
    state = {"target": targets.name, "class_names": names, "sizes": {"class_count": len(names)}}
    if BALANCED:
        counts = targets.value_counts(sort=False).to_numpy()
        weights = len(targets) / len(names) / np.maximum(counts, 1)
        state["class_weights"] = weights.round(4).tolist()
    return state


def target_dataset(targets, state):
    """Returns the training targets of classes [n] one by one."""
    return tf.data.Dataset.from_tensor_slices(encode_labels(class_numbers(targets, state)))


# %% Evaluation
def item_errors(truth, scores, state):
    """Returns how far each answer is from the truth [n]: 1 less the true class's probability."""
    return 1 - class_scores(scores)[np.arange(len(truth)), truth]


def name_errors(truth, scores, rows, state):
    """Returns titles that say the true and the found class of some rows."""
    names = np.array(state["class_names"])
    pairs = zip(names[truth[rows]], names[predicted_numbers(scores)[rows]], strict=True)
    return [f"{true}, said {said}" for true, said in pairs]


def score_classes(results):
    """Returns the share of right answers of (true, found) [n, 2]; each class alike if BALANCED."""
    right = pd.Series(results[:, 0] == results[:, 1])
    return right.groupby(results[:, 0]).mean().mean() if BALANCED else right.mean()


def rank_scores(truth, scores):
    """Returns the areas under the ROC and precision-recall curves of scores [n] for truth 0/1."""
    areas = {"roc_auc": roc_auc_score, "average_precision": average_precision_score}
    return {name: float(area(truth, scores)) for name, area in areas.items()}


def plot_ranking(truth, scores, output_dir):
    """Saves ROC, precision against recall and calibration of probabilities [n] of class 1."""
    figure, axes = plt.subplots(1, 3, figsize=(14, 4.5))
    RocCurveDisplay.from_predictions(truth, scores, ax=axes[0])
    PrecisionRecallDisplay.from_predictions(truth, scores, ax=axes[1])
    CalibrationDisplay.from_predictions(truth, scores, strategy="quantile", ax=axes[2])
    save_figure(figure, output_dir, "ranking")


def measure_test(model, splits, state, output_dir):
    """Returns the metrics of the test split; saves figures of where the network errs."""
    items, targets = splits["test"]
    truth, scores = class_numbers(targets, state), predict_scores(model, items, state)
    answers = {"model": predicted_numbers(scores)}
    majority = np.bincount(class_numbers(splits["train"][1], state)).argmax()
    answers["baseline"] = np.full(len(items), majority)
    answers["reference"] = predict_reference(*splits["train"], items, state)
    report_classes(truth, answers["model"], state["class_names"], output_dir)
    likelihoods = np.clip(1 - item_errors(truth, scores, state), 1e-7, 1)
    right = answers["model"] == truth
    details = {
        "accuracy": float(right.mean()),
        "macro_f1": float(f1_score(truth, answers["model"], average="macro", zero_division=0)),
        "log_loss": float(-np.log(likelihoods).mean()),
        "accuracy_interval": bootstrap_interval(right),
    }
    if CLASS_COUNT == 2 and len(np.unique(truth)) == 2:
        details |= rank_scores(truth, class_scores(scores)[:, 1])
        plot_ranking(truth, class_scores(scores)[:, 1], output_dir)
    details |= report_items(model, items, truth, scores, state, output_dir)
    naming = {
        "metric": "balanced_accuracy" if BALANCED else "accuracy",
        "higher_is_better": True,
        "baseline_name": "majority class",
        "reference_name": f"{REFERENCE_MODEL} on {REFERENCE_INPUTS}",
    }
    results = {name: np.stack([truth, found], axis=1) for name, found in answers.items()}
    return compare_results(score_classes, results, naming, details)


# %% Inference
def answer_items(model, items, state, folder):
    """Returns the class of each item, with probabilities where it is no submission."""
    scores = predict_scores(model, items, state)
    names = np.array(state["class_names"])
    answers = pd.DataFrame({state["target"]: names[predicted_numbers(scores)]})
    if TEST_FILE is None:
        answers[[f"probability_{name}" for name in names]] = class_scores(scores)
    return answers
