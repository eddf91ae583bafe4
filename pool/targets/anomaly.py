"""Scores of what a network cannot repeat: find_threshold, compare_anomalies, plot_histogram.

Needs TARGET. Rows of tables (targets/strange_rows) and steps of series (targets/strange_steps) are
scored so.
"""

# %% Imports
import numpy as np
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score

# %% Configuration
# Column of 0 (normal) and 1 (anomaly); None where nothing is labelled.
TARGET = None
# The threshold lets this share of normal validation items pass.
THRESHOLD_QUANTILE = 0.98


# %% Training
def fit_network(model, data, epochs, output_dir):
    """Fits the model to normal items and sets the threshold that most of validation stays below."""
    callbacks = make_callbacks(output_dir)
    # The dataset shuffles itself.
    options = {"epochs": epochs, "shuffle": False, "verbose": 2, "callbacks": callbacks}
    history = model.fit(data.train, validation_data=data.validation, **options)
    normal = np.concatenate([inputs for inputs, _ in data.validation.as_numpy_iterator()])
    scores = score_inputs(model, normal)
    data.state["threshold"] = float(np.quantile(scores, THRESHOLD_QUANTILE))
    return history


# %% Evaluation
def rank_anomalies(results):
    """Returns the average precision of pairs of anomaly 0/1 and score [n, 2]; NaN without any."""
    return average_precision_score(*results.T) if results[:, 0].any() else np.nan


def compare_detection(scores, strange, threshold, reference_name, details):
    """Returns the metrics with labels: how well scores [n] put anomalies before normal items."""
    results = {name: np.stack([strange, values], axis=1) for name, values in scores.items()}
    found = scores["model"] > threshold
    details |= {
        "roc_auc": float(roc_auc_score(strange, scores["model"])),
        "f1": float(f1_score(strange, found, zero_division=0)),
        "recall": float(found[strange == 1].mean()),
        "false_alarm_share": float(found[strange == 0].mean()),
    }
    names = {"metric": "average_precision", "higher_is_better": True}
    names |= {"baseline_name": "constant score", "reference_name": reference_name}
    return compare_results(rank_anomalies, results, names, details)


def compare_errors(errors, details):
    """Returns the metrics without labels: error of repeating beside the train mean and PCA."""
    names = {"metric": "mean_squared_error", "higher_is_better": False}
    names |= {"baseline_name": "train mean", "reference_name": "principal components"}
    return compare_results(np.mean, errors, names, details)
