"""The target is one number of an item, or several: floats [n, k], a column a target.

Gives what driver, training/batches and references ask of a target.
"""

# %% Imports
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.metrics import r2_score

# %% Configuration
# Numbers to predict per item where nothing else is known; the data decide.
OUTPUT_COUNT = 1


# %% Data
def read_targets(table, names):
    """Returns the numbers of each row, float64 [n, k]; what is no number is missing."""
    if isinstance(TARGET, str):
        return to_numbers(table[TARGET.strip()]).to_frame()
    return pd.DataFrame({name: to_numbers(table[name]) for name in names})


def name_targets(targets):
    """Returns the first number of each item as a title of figures."""
    return [f"{value:.4g}" for value in targets.iloc[:, 0]]


def describe_targets(splits, output_dir):
    """Prints the ranges of the targets in the splits; saves their histograms in train."""
    values = {split: targets for split, (_, targets) in splits.items()}
    print(pd.concat(values, axis=1).describe().to_string(float_format="{:.4g}".format))
    axes = values["train"].hist(bins=40, figsize=(8, 4))
    save_figure(axes.flat[0].figure, output_dir, "target")


# %% Preprocessing
def learn_targets(targets):
    """Returns names, means and deviations of the targets, and their count."""
    deviations = targets.std(ddof=0).tolist()
    if len(targets) < 3 or min(deviations) == 0:
        raise SystemExit(f"expected numbers that vary in {list(targets)}, found: {targets[:5]}")
    # Several targets are scored together in deviations of each; a single one keeps its unit.
    goals = {"targets": list(targets), "units": deviations if len(deviations) > 1 else [1.0]}
    goals |= {"target_means": targets.mean().tolist(), "target_deviations": deviations}
    return goals | {"sizes": {"output_count": len(deviations)}}


def target_dataset(targets, state):
    """Returns training targets one by one: numbers [k] scaled to mean 0 and deviation 1."""
    scaled = (targets.to_numpy() - state["target_means"]) / state["target_deviations"]
    return tf.data.Dataset.from_tensor_slices(scaled.astype("float32"))


# %% Evaluation
def restore_targets(scores, state):
    """Returns numbers [n, k] in their own units for model outputs [n, k]."""
    values = np.asarray(scores, dtype="float64").reshape(len(scores), -1)
    return values * state["target_deviations"] + state["target_means"]


def item_errors(truth, scores, state):
    """Returns the absolute error of each answer [n], the mean over targets in their units."""
    return np.mean(np.abs(restore_targets(scores, state) - truth) / state["units"], axis=1)


def name_errors(truth, scores, rows, state):
    """Returns titles that say the true and the found number of some rows."""
    pairs = zip(truth[rows, 0], restore_targets(scores, state)[rows, 0], strict=True)
    return [f"{true:.4g}, said {said:.4g}" for true, said in pairs]


def plot_residuals(truth, predicted, targets, output_dir):
    """Saves predicted against true values [n, k] and the histograms of the errors."""
    figure, axes = plt.subplots(len(targets), 2, figsize=(10, 4.5 * len(targets)), squeeze=False)
    for (left, right), name, true, said in zip(axes, targets, truth.T, predicted.T, strict=True):
        left.scatter(true, said, s=8, alpha=0.5)
        left.axline((true.mean(), true.mean()), slope=1, color="black", linewidth=1)
        left.set(xlabel=f"true {name}", ylabel=f"predicted {name}")
        right.hist(said - true, bins=40)
        right.set(xlabel=f"predicted - true {name}")
    save_figure(figure, output_dir, "residuals")


def measure_test(model, splits, state, output_dir):
    """Returns the metrics of the test split; saves figures of where the network errs."""
    items, targets = splits["test"]
    truth, scores = targets.to_numpy(), predict_scores(model, items, state)
    answers = {"model": restore_targets(scores, state)}
    answers["baseline"] = np.tile(np.median(splits["train"][1], axis=0), (len(items), 1))
    answers["reference"] = predict_reference(*splits["train"], items, state)
    plot_residuals(truth, answers["model"], state["targets"], output_dir)
    errors = {name: np.abs(values - truth) for name, values in answers.items()}
    details = {"r2": float(r2_score(truth, answers["model"])) if len(truth) > 1 else None}
    table = pd.DataFrame({name: values.mean(axis=0) for name, values in errors.items()})
    table["root_mean_squared_error"] = np.sqrt(np.mean(errors["model"] ** 2, axis=0))
    # In the unit of each target.
    details["mean_absolute_errors"] = table.set_index(pd.Index(state["targets"])).to_dict("index")
    report_items(model, items, truth, scores, state, output_dir)
    names = {"metric": "mean_absolute_error", "higher_is_better": False}
    names["baseline_name"] = "train median"
    names["reference_name"] = f"{REFERENCE_MODEL} on {REFERENCE_INPUTS}"
    results = {name: (values / state["units"]).mean(axis=1) for name, values in errors.items()}
    return compare_results(np.mean, results, names, details)


# %% Inference
def answer_items(model, items, state, output_path):
    """Returns the numbers of each item, one column a target."""
    values = restore_targets(predict_scores(model, items, state), state)
    return pd.DataFrame(values, columns=state["targets"])
