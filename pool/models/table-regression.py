"""What the program table-regression alone has."""


# %% Imports
from keras import layers
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.metrics import r2_score
import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import sys


# %% Configuration
# Column to predict, or several; None is the last one.
TARGET = "price"


# %% Data
def find_targets(table):
    """Returns the names of the target columns, the last one where TARGET is None."""
    names = [TARGET] if isinstance(TARGET, str) else TARGET or [table.columns[-1]]
    targets = [name.strip() for name in names]
    require_columns(table, targets)
    return targets


def split_table(data_dir, limit=None):
    """Returns {split: (feature table, target values [n, k])} and the names of the targets."""
    table = read_table(find_table(data_dir))
    targets = find_targets(table)
    values = pd.DataFrame({name: to_numbers(table[name]) for name in targets})
    known = values.notna().all(axis=1)
    named = ", ".join(targets)
    if not known.all():
        print(f"skipped {(~known).sum()} rows without a number in {named}", file=sys.stderr)
    features = list_features(table, targets)
    table = table[known]
    values = values[known].to_numpy()
    if len(values) < 5 or np.ptp(values, axis=0).min() == 0:
        found = values[:5].tolist()
        raise SystemExit(f"expected five or more numbers that vary in {named}, found: {found}")
    splits = {}
    for split, rows in zip(("train", "validation", "test"), split_rows(len(table)), strict=True):
        splits[split] = (table.iloc[rows[:limit]][features], values[rows[:limit]])
    return splits, targets


def learn_state(table, values, targets):
    """Returns what the train rows teach, JSON-ready; values are the targets [n, k]."""
    state = {"targets": targets} | learn_inputs(table)
    deviations = np.where(values.std(axis=0) > 0, values.std(axis=0), 1.0).tolist()
    state |= {"target_means": values.mean(axis=0).tolist(), "target_deviations": deviations}
    # Several targets are scored together in deviations of each; a single one keeps its own unit.
    return state | {"units": deviations if len(targets) > 1 else [1.0]}


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    splits, targets = split_table(data_dir, limit)
    state = state or learn_state(*splits["train"], targets)
    datasets = {
        split: make_dataset(
            encode_inputs(table, state), scale_targets(values, state), batch_size, split == "train"
        )
        for split, (table, values) in splits.items()
    }
    return Prepared(**datasets, state=state)


def describe(data_dir, output_dir):
    """Prints rows per split, the targets and what the columns hold; saves histograms."""
    splits, targets = split_table(data_dir)
    values = {split: pd.DataFrame(part, columns=targets) for split, (_, part) in splits.items()}
    print(pd.concat(values, axis=1).describe().round(3).to_string())
    train = splits["train"][0]
    describe_columns(train)
    axes = values["train"].hist(bins=40, figsize=(8, 4))
    save_figure(axes.flat[0].figure, output_dir, "target")
    plot_numbers(train, output_dir)


# %% Preprocessing
def scale_targets(values, state):
    """Returns training targets float32 [n, k] of mean 0 and deviation 1 for target values."""
    scaled = (values - np.array(state["target_means"])) / state["target_deviations"]
    return scaled.astype("float32")


def restore_targets(scaled, state):
    """Returns values [n, k] in each target's own unit for training targets or model outputs."""
    values = np.asarray(scaled, dtype="float64")
    return values * state["target_deviations"] + state["target_means"]


# %% Model
def build_model(
    numeric_count=NUMERIC_COUNT, category_sizes=CATEGORY_SIZES, learning_rate=LEARNING_RATE
):
    """Returns the compiled network: {input name: values [n, ...]} -> scaled targets [n, k]."""
    inputs = make_inputs(numeric_count, category_sizes)
    features = join_inputs(inputs, category_sizes)
    features = layers.Dense(64, activation="relu")(features)
    features = layers.Dropout(0.1)(features)
    features = layers.Dense(32, activation="relu")(features)
    outputs = layers.Dense(1, activation="linear")(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="mean_squared_error",
        metrics=["mean_absolute_error"],
    )
    return model


# %% Evaluation
def collect(dataset, state):
    """Returns the inputs and target values [n, k] of a dataset; one pass keeps them aligned."""
    inputs, values = [], []
    for batch, targets in dataset:
        inputs.append({name: part.numpy() for name, part in batch.items()})
        values.append(restore_targets(targets, state))
    inputs = {name: np.concatenate([batch[name] for batch in inputs]) for name in inputs[0]}
    return inputs, np.concatenate(values)


def score_baselines(train, test_inputs, test_values, state):
    """Returns the mean absolute errors [k] of the train mean and of gradient boosting."""
    inputs, values = collect(train, state)
    baseline = np.abs(test_values - values.mean(axis=0)).mean(axis=0)
    sizes = state["sizes"]
    columns, test_columns = join_columns(inputs)[:REFERENCE_ITEMS], join_columns(test_inputs)
    errors = []
    for known, wanted in zip(values.T, test_values.T, strict=True):
        reference = make_reference(
            HistGradientBoostingRegressor, sizes["category_sizes"], sizes["numeric_count"]
        )
        reference.fit(columns, known[:REFERENCE_ITEMS])
        errors.append(np.abs(wanted - reference.predict(test_columns)).mean())
    return baseline, np.array(errors)


def score_targets(values, predicted, baseline, reference, targets):
    """Returns and prints {target: its errors in its own unit}; values and predicted are [n, k]."""
    errors = predicted - values
    scores = {"mean_absolute_error": np.abs(errors).mean(axis=0)}
    scores |= {"baseline": baseline, "reference": reference}
    scores["root_mean_squared_error"] = np.sqrt((errors**2).mean(axis=0))
    table = pd.DataFrame(scores, index=targets)
    print(table.to_string())
    return table.to_dict(orient="index")


def plot_residuals(values, predicted, targets, output_dir):
    """Saves predicted against true values [n, k] and the histograms of the errors."""
    figure, axes = plt.subplots(len(targets), 2, figsize=(10, 4.5 * len(targets)), squeeze=False)
    for (left, right), name, true, found in zip(axes, targets, values.T, predicted.T, strict=True):
        left.scatter(true, found, s=8, alpha=0.5)
        left.axline((true.mean(), true.mean()), slope=1, color="black", linewidth=1)
        left.set(xlabel=f"true {name}", ylabel=f"predicted {name}")
        right.hist(found - true, bins=40)
        right.set(xlabel=f"predicted - true {name}")
    save_figure(figure, output_dir, "residuals")


def show_errors(values, predicted, targets):
    """Prints the test rows that are furthest off, for each target."""
    for name, true, found in zip(targets, values.T, predicted.T, strict=True):
        errors = pd.DataFrame({"true": true, "predicted": found, "error": found - true})
        worst = errors["error"].abs().sort_values(ascending=False).index
        print(name, errors.reindex(worst).head(5), sep="\n")


def plot_importance(model, inputs, values, state, output_dir):
    """Saves how much the mean absolute error grows on test rows when one column is shuffled."""
    inputs = {name: part[:IMPORTANCE_ITEMS] for name, part in inputs.items()}
    values = values[:IMPORTANCE_ITEMS]

    def error(changed):
        """Returns the mean absolute error for changed inputs."""
        scores = model.predict(changed, batch_size=1024, verbose=0)
        return float(np.mean(np.abs(restore_targets(scores, state) - values) / state["units"]))

    whole = error(inputs)
    losses = {name: error(changed) - whole for name, changed in shuffled_columns(inputs, state)}
    losses = pd.Series(losses).sort_values().tail(20)
    axis = losses.plot.barh(figsize=(7, 6), xlabel="error gained when the column is shuffled")
    save_figure(axis.figure, output_dir, "importance")


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    prepared = prepare(data_dir, limit=limit, state=state)
    inputs, values = collect(prepared.test, state)
    scores = model.predict(inputs, batch_size=1024, verbose=0)
    predicted, targets = restore_targets(scores, state), state["targets"]
    errors = np.abs(predicted - values) / state["units"]
    baseline, reference = score_baselines(prepared.train, inputs, values, state)
    metrics = {
        "metric": "mean_absolute_error",
        "higher_is_better": False,
        "model": float(errors.mean()),
        "baseline": float(np.mean(baseline / state["units"])),
        "reference": float(np.mean(reference / state["units"])),
        "baseline_name": "train mean",
        "reference_name": "gradient boosting",
        "test_size": len(values),
        "details": {
            "unit": "the target's own" if len(targets) == 1 else "deviation of each target",
            "root_mean_squared_error": float(np.sqrt(np.mean(errors**2))),
            "r2": float(r2_score(values, predicted)) if len(values) > 1 else None,
            "mean_absolute_error_interval": bootstrap_interval(errors.mean(axis=1)),
            "targets": score_targets(values, predicted, baseline, reference, targets),
        },
    }
    write_metrics(metrics, output_dir)
    plot_residuals(values, predicted, targets, output_dir)
    show_errors(values, predicted, targets)
    plot_importance(model, inputs, values, state, output_dir)
    return metrics


# %% Inference
def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with the id and the predicted values of every row of a table."""
    model, state = load_artifacts(output_dir)
    table = read_table(input_path)
    scores = model.predict(encode_inputs(table, state), batch_size=1024, verbose=0)
    columns = zip(state["targets"], restore_targets(scores, state).T, strict=True)
    return write_predictions(table, dict(columns), output_path)
