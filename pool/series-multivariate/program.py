"""Forecasts one of several series that run together, with a convolution and a GRU.

The table holds several values a time step; the result is the forecast of one of them.
"""

# %% Imports
import json
import sys
from typing import NamedTuple

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf
from keras import layers
from numpy.lib.stride_tricks import sliding_window_view
from pandas.api.types import is_datetime64_any_dtype, is_numeric_dtype

# %% Configuration
SEED = 42
VALIDATION_SHARE = 0.15
TEST_SHARE = 0.15
BATCH_SIZE = 32
EPOCHS = 60
LEARNING_RATE = 0.001
# Epochs without a better validation loss before training stops.
PATIENCE = 12
SEPARATOR = ","
# File below the data folder; None is train.csv or the only table there.
TABLE_FILE = "weather.csv"
TABLE_SUFFIXES = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet", ".pq")
# Column of the times; None where the rows are in time order.
DATE_COLUMN = "date"
# Steps that the network looks back.
WINDOW = 24
# Numbers a step where nothing else is known; the data decide.
FEATURE_COUNT = 3
# Column to forecast; None is the last number column.
TARGET = "temperature"
# Number columns that the network sees, the target among them; None is all.
FEATURES = ("temperature", "humidity", "pressure")
# Steps that it forecasts.
HORIZON = 3


# %% Data
def save_figure(figure, output_dir, name):
    """Writes a figure to output_dir/figures/name.png and frees it."""
    folder = output_dir / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    figure.tight_layout()
    figure.savefig(folder / f"{name}.png", dpi=120)
    plt.close(figure)


def load_data(data_dir):
    """Returns train, validation and test as batches of (inputs, targets)."""
    return prepare(data_dir)[:3]


def read_json_lines(path):
    """Returns a table of one JSON object a line; parts of inner objects are columns: user.age."""
    table = pd.read_json(path, lines=True, convert_dates=False)  # dates stay text
    return pd.json_normalize(table.to_dict("records"))


def unique_names(names):
    """Returns column names without outer spaces, a repeated one with a number added."""
    seen = {}
    for position, name in enumerate(str(name).strip() for name in names):
        seen[f"{name}.{position}" if name in seen else name] = position
    return list(seen)


def read_table(path):
    """Returns a table whose columns are numbers, times or stripped text; "" and "?" are missing."""
    readers = {".parquet": pd.read_parquet, ".pq": pd.read_parquet}
    readers |= dict.fromkeys((".jsonl", ".ndjson"), read_json_lines)
    try:
        table = readers.get(path.suffix.lower(), read_csv)(path)
    except (OSError, ValueError) as error:
        raise SystemExit(f"expected a table at {path}, found: {error}") from error
    if table.empty:
        raise SystemExit(f"expected rows in {path}, found none")
    table.columns = unique_names(table.columns)
    for name, values in table.items():
        if not (is_numeric_dtype(values) or is_datetime64_any_dtype(values)):
            text = values.astype("string").str.strip()
            table[name] = text.mask(text.isin(["", "?"]))
    return table.reset_index(drop=True)


def require_columns(table, names):
    """Stops with one sentence where the table lacks one of the columns."""
    missing = [name for name in names if name not in table.columns]
    if missing:
        found = ", ".join(table.columns[:50])
        raise SystemExit(f"expected the columns {', '.join(missing)}, found: {found}")


def to_numbers(values):
    """Returns a column as floats; "$1,200", "1.200,5", "12 km" are read, infinities are missing."""
    if not is_numeric_dtype(values):
        text = values.astype("string")
        # Numbers apart are no thousands: "3 14, 2018".
        text = text.mask(text.str.contains(r"\d\s+(?:\d{1,2}|\d{4,})(?:\D|$)|,\s", na=False))
        text = text.str.replace(r"[\s$€£%]", "", regex=True)
        units = text.str.extract(r"\d([a-zA-Z]{2,8})$")[0].dropna().unique()
        text = text.str.removesuffix(units[0]) if len(units) == 1 else text
        # Where semicolons part the columns, the comma is the decimal sign.
        decimal = r"," if SEPARATOR == ";" else r"^[-+]?[\d.]*\d,(?:\d{1,2}|\d{4,})$"
        european = text.str.replace(".", "").str.replace(",", ".")
        text = text.mask(text.str.contains(decimal, na=False), european)
        text = text.str.replace(r",(?=\d{3}(?:\D|$))", "", regex=True)
        values = pd.to_numeric(text, errors="coerce")
    numbers = values.to_numpy("float64", na_value=np.nan)
    return pd.Series(np.where(np.isfinite(numbers), numbers, np.nan), values.index)


def is_day_first(values):
    """Tells whether dates such as 31/12/2024 put the day before the month."""
    first = values.astype("string").str.extract(r"^(\d{1,2})[-/.]\d{1,2}[-/.]\d{2,4}")[0]
    return bool((pd.to_numeric(first) > 12).any())


def to_dates(values, day_first):
    """Returns a column as UTC times; what is no date is missing."""
    if is_datetime64_any_dtype(values):
        return pd.to_datetime(values, utc=True)
    distinct = pd.Series(values.dropna().unique())  # reading a date is slow, so once each
    options = {"errors": "coerce", "utc": True, "format": "mixed", "dayfirst": day_first}
    dates = pd.to_datetime(distinct, **options)
    return pd.to_datetime(values.map(dict(zip(distinct, dates, strict=True))), utc=True)


def find_table(data_dir):
    """Returns the path of the table: TABLE_FILE, else train.*, else the only table there."""
    if TABLE_FILE:
        found = [path for path in [data_dir / TABLE_FILE] if path.is_file()]
    else:
        files = sorted(data_dir.glob("[!.]*"))
        found = [path for path in files if path.suffix.lower() in TABLE_SUFFIXES]
        found = [path for path in found if path.stem.lower() == "train"] or found
    if len(found) != 1:
        there = ", ".join(sorted(path.name for path in data_dir.glob("*"))[:20]) or "nothing"
        raise SystemExit(f"expected {TABLE_FILE or 'one table'} in {data_dir}, found: {there}")
    return found[0]


def read_csv(path):
    """Returns a table of separated values; bytes that are no UTF-8 are read as Windows-1252."""
    separator = "\t" if path.suffix.lower() == ".tsv" else SEPARATOR
    options = {"sep": separator, "skipinitialspace": True, "low_memory": False}
    # index_col: a separator at the end of each row must not shift the columns.
    options |= {"index_col": False, "on_bad_lines": "warn"}
    try:
        return pd.read_csv(path, encoding="utf-8-sig", **options)
    except UnicodeDecodeError:
        return pd.read_csv(path, encoding="cp1252", encoding_errors="replace", **options)


def order_by_time(table):
    """Returns the table in time order and its times [n]; None where there is no date column."""
    if not DATE_COLUMN:
        return table, None
    name = DATE_COLUMN.strip()
    require_columns(table, [name])
    times = table[name]
    if not is_numeric_dtype(times):
        times = to_dates(times, is_day_first(times))
    times = times.dropna().sort_values(kind="stable")
    if len(times) == 0:
        raise SystemExit(f"expected dates in the column {name}, found none")
    if times.duplicated().any():
        print(f"several rows for one time in {name}: their mean is used", file=sys.stderr)
    return table.loc[times.index], times


class Prepared(NamedTuple):
    """Batches of (windows [n, window, features], targets [n, horizon]), and what train taught."""

    train: tf.data.Dataset
    validation: tf.data.Dataset
    test: tf.data.Dataset
    state: dict


def find_columns(table):
    """Returns the target's name and the names of the input columns, the target first."""
    skipped = [DATE_COLUMN.strip()] if DATE_COLUMN else []
    candidates = [name for name in table if name not in skipped and name[:8] != "Unnamed:"]
    numbers = [name for name in candidates if to_numbers(table[name]).notna().mean() > 0.5]
    if not numbers:
        raise SystemExit(f"expected number columns, found: {', '.join(table.columns[:50])}")
    target = TARGET.strip() if TARGET else numbers[-1]
    features = [name.strip() for name in FEATURES] if FEATURES else numbers
    require_columns(table, [target, *features])
    return target, [target, *(name for name in features if name != target)]


def read_series(path, columns=None):
    """Returns the series in time order, float64 [steps, columns], and its times or None."""
    table, times = order_by_time(read_table(path))
    names = columns or find_columns(table)[1]
    require_columns(table, names)
    series = pd.DataFrame({name: to_numbers(table[name]) for name in names})
    if times is not None:
        series = series.groupby(times).mean()
        times = pd.Series(series.index)
    # A gap takes the last value before it: nothing later may be used.
    series = series.reset_index(drop=True).ffill().bfill()
    return series.fillna(0.0), times


def split_series(series):
    """Returns {split: steps [n, columns]}, cut by time: no window can cross a border."""
    least = WINDOW + HORIZON + 3
    if len(series) < 3 * least:
        raise SystemExit(
            f"expected {3 * least} or more time steps for windows of {WINDOW} and a forecast of "
            f"{HORIZON}, found {len(series)}"
        )
    test = max(least, round(len(series) * TEST_SHARE))
    validation = max(least, round(len(series) * VALIDATION_SHARE))
    first, second = len(series) - test - validation, len(series) - test
    return {
        "train": series.iloc[:first],
        "validation": series.iloc[first:second],
        "test": series.iloc[second:],
    }


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most windows per split."""
    columns = state["columns"] if state else None
    splits = split_series(read_series(find_table(data_dir), columns)[0])
    state = state or learn_state(splits["train"])
    datasets = {
        split: make_dataset(scale_series(steps, state), batch_size, limit, split == "train")
        for split, steps in splits.items()
    }
    return Prepared(**datasets, state=state)


def describe(data_dir, output_dir):
    """Prints steps per split, ranges and the season; saves the series with the splits marked."""
    series, times = read_series(find_table(data_dir))
    splits = split_series(series)
    print({split: len(steps) for split, steps in splits.items()})
    if times is not None:
        print(f"from {times.iloc[0]} to {times.iloc[-1]}, mostly {times.diff().median()} apart")
    print(series.describe().round(3).T.to_string(max_rows=60))
    print(f"strongest season in train: {find_season(splits['train'].iloc[:, 0])} steps")
    shown = series.iloc[:, :6]
    axes = shown.plot(subplots=True, figsize=(10, 2 + 1.6 * shown.shape[1]), linewidth=0.8)
    for axis in axes:
        axis.axvline(splits["validation"].index[0], color="gray", linestyle="--")
        axis.axvline(splits["test"].index[0], color="black", linestyle="--")
    save_figure(axes[0].figure, output_dir, "series")


# %% Preprocessing
def find_season(values):
    """Returns the lag of 2 steps or more, within a window, at which values [n] repeat best."""
    changes = values.diff().dropna()
    lags = range(2, min(WINDOW, len(changes) // 2) + 1)
    strengths = {lag: changes.autocorr(lag) for lag in lags if changes.std() > 0}
    return max(strengths, key=lambda lag: np.nan_to_num(strengths[lag], nan=-1), default=1)


def learn_state(train):
    """Returns what the train steps teach, JSON-ready: scale, season, error of the last value."""
    deviations = train.std(ddof=0)
    return {
        "columns": list(train.columns),
        "means": train.mean().tolist(),
        "deviations": deviations.where(deviations > 0, 1.0).tolist(),
        "season": find_season(train.iloc[:, 0]),
        "naive_error": float(train.iloc[:, 0].diff().abs().mean()) or 1.0,
        "sizes": {"feature_count": train.shape[1], "horizon": HORIZON},
    }


def scale_series(series, state):
    """Returns standardised steps, float32 [steps, columns]; the target is the first column."""
    return ((series - state["means"]) / state["deviations"]).to_numpy("float32")


def restore_target(scaled, state):
    """Returns values of the target in its own unit for standardised ones, any shape."""
    return np.asarray(scaled, dtype="float64") * state["deviations"][0] + state["means"][0]


def make_dataset(steps, batch_size, limit=None, training=False):
    """Returns batches of (windows [n, window, features], changes of the target [n, horizon])."""
    future = sliding_window_view(steps[WINDOW:, 0], HORIZON)[:limit]
    changes = future - steps[WINDOW - 1 : WINDOW - 1 + len(future), :1]
    return keras.utils.timeseries_dataset_from_array(
        steps[: WINDOW - 1 + len(future)],
        changes,
        sequence_length=WINDOW,
        batch_size=batch_size,
        shuffle=training,
        seed=SEED if training else None,
    )


# %% Model
@keras.saving.register_keras_serializable(package="project")
class FromLastValue(layers.Layer):
    """Windows [n, window, features] less their last step, so that a trend stays in known range."""

    def call(self, windows):
        """Returns the windows with their last step at zero."""
        return windows - windows[:, -1:, :]

    def compute_output_shape(self, input_shape):
        """Returns the shape of the windows."""
        return input_shape

    def get_config(self):
        """Returns the configuration; there is nothing beyond the base layer's."""
        return super().get_config()


def build_model(feature_count=FEATURE_COUNT, horizon=HORIZON, learning_rate=LEARNING_RATE):
    """Returns the compiled network: windows [n, window, features] -> changes [n, horizon]."""
    inputs = keras.Input((WINDOW, feature_count))
    features = FromLastValue()(inputs)
    features = layers.Conv1D(32, 3, padding="causal", activation="relu")(features)
    features = layers.GRU(48)(features)
    features = layers.Dropout(0.1)(features)
    features = layers.Dense(32, activation="relu")(features)
    outputs = layers.Dense(horizon)(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="mean_squared_error",
        metrics=["mean_absolute_error"],
    )
    return model


# %% Training
def write_json(path, values):
    """Writes values as indented JSON."""
    path.write_text(json.dumps(values, indent=2), encoding="utf-8")


def make_callbacks(output_dir):
    """Returns callbacks that watch the validation loss, keep the best weights and log epochs."""
    return [
        keras.callbacks.ModelCheckpoint(output_dir / "model.keras", save_best_only=True),
        keras.callbacks.EarlyStopping(patience=PATIENCE, restore_best_weights=True),
        keras.callbacks.ReduceLROnPlateau(factor=0.5, patience=max(1, PATIENCE // 2)),
        keras.callbacks.CSVLogger(output_dir / "history.csv"),
        keras.callbacks.TerminateOnNaN(),
    ]


def plot_curves(history, output_dir):
    """Saves one panel per metric: train and validation by epoch."""
    names = [name for name in history if f"val_{name}" in history]
    figure, axes = plt.subplots(1, len(names), figsize=(5 * len(names), 4), squeeze=False)
    for axis, name in zip(axes.flat, names, strict=True):
        axis.plot(history[name], marker=".", label="train")
        axis.plot(history[f"val_{name}"], marker=".", label="validation")
        axis.set(title=name, xlabel="epoch")
        axis.legend()
    save_figure(figure, output_dir, "curves")


def train_model(
    data_dir,
    output_dir,
    epochs=EPOCHS,
    batch_size=BATCH_SIZE,
    learning_rate=LEARNING_RATE,
    limit=None,
):
    """Trains, writes model, state, history, configuration and curves, returns the history."""
    keras.utils.set_random_seed(SEED)
    output_dir.mkdir(parents=True, exist_ok=True)
    prepared = prepare(data_dir, batch_size, limit)
    write_json(output_dir / "preprocessing.json", prepared.state)
    model = build_model(**prepared.state["sizes"], learning_rate=learning_rate)
    history = model.fit(
        prepared.train,
        validation_data=prepared.validation,
        epochs=epochs,
        callbacks=make_callbacks(output_dir),
        shuffle=False,  # the dataset shuffles itself
        verbose=2,
    )
    config = {"epochs": epochs, "batch_size": batch_size, "learning_rate": learning_rate}
    config |= {"limit": limit, "seed": SEED, "keras": keras.__version__}
    write_json(output_dir / "config.json", config)
    plot_curves(history.history, output_dir)
    return history.history


# %% Evaluation
def state_verdict(metrics):
    """Returns one sentence: does the network beat the baseline and the simple reference."""
    sign = 1 if metrics["higher_is_better"] else -1
    few = ", too few to be sure" if metrics["test_size"] < 30 else ""
    facts = f"{metrics['metric']} {metrics['model']:.3g} on {metrics['test_size']} test items{few}"
    if sign * metrics["model"] <= sign * metrics["baseline"]:
        return f"{facts}: the network does not beat the {metrics['baseline_name']}; do not use it."
    if metrics["reference"] is None:
        return f"{facts}: the network beats the {metrics['baseline_name']}."
    if sign * metrics["model"] <= sign * metrics["reference"]:
        return f"{facts}: {metrics['reference_name']} does as well and is simpler; prefer it."
    return f"{facts}: the network beats {metrics['reference_name']} and is worth its cost."


def write_metrics(metrics, output_dir):
    """Adds the verdict, writes metrics.json and prints the scores side by side."""
    metrics["verdict"] = state_verdict(metrics)
    write_json(output_dir / "metrics.json", metrics)
    print(pd.Series(metrics).drop(["details", "verdict"]).to_string())
    print(metrics["verdict"])


def load_artifacts(output_dir):
    """Returns the trained model and the state it was trained with."""
    for name in ("model.keras", "preprocessing.json"):
        if not (output_dir / name).is_file():
            raise SystemExit(f"expected {name} in {output_dir}, found none: train the model first")
    state = json.loads((output_dir / "preprocessing.json").read_text(encoding="utf-8"))
    return keras.models.load_model(output_dir / "model.keras"), state


def bootstrap_interval(values):
    """Returns the 95 % bootstrap interval of the mean of values [n]."""
    generator = np.random.default_rng(SEED)
    means = [generator.choice(values, len(values)).mean() for _ in range(1000)]
    return [float(bound) for bound in np.percentile(means, (2.5, 97.5))]


def collect(dataset, state):
    """Returns windows [n, window, features] and the true future [n, horizon] in its own unit."""
    windows, futures = [], []
    for batch, changes in dataset:
        windows.append(batch.numpy())
        futures.append(restore_target(changes.numpy() + batch.numpy()[:, -1, :1], state))
    return np.concatenate(windows), np.concatenate(futures)


def forecast(model, windows, state):
    """Returns the forecast [n, horizon] in the target's unit for windows [n, window, features]."""
    changes = model.predict(windows, batch_size=1024, verbose=0)
    return restore_target(changes + windows[:, -1, :1], state)


def forecast_naive(windows, season, state):
    """Returns the forecast [n, horizon] that repeats the last season of windows (1: last value)."""
    steps = windows.shape[1] - season + np.arange(HORIZON) % season
    return restore_target(windows[:, steps, 0], state)


def plot_forecasts(windows, futures, forecasts, naive, state, output_dir):
    """Saves forecasts against the truth and the seasonal naive, and the error by step."""
    figure, axes = plt.subplots(2, 2, figsize=(12, 7))
    for axis, row in zip(axes.flat, np.linspace(0, len(windows) - 1, 3).astype(int), strict=False):
        past = restore_target(windows[row, :, 0], state)
        axis.plot(np.arange(-len(past), 0), past, color="gray")
        for name, values in {"true": futures, "network": forecasts, "naive": naive}.items():
            axis.plot(values[row], marker="o", markersize=3, label=name)
        axis.set(title=f"test window {row}", xlabel="step")
        axis.legend()
    steps = np.arange(1, HORIZON + 1)
    for name, values in {"network": forecasts, "naive": naive}.items():
        axes[1, 1].plot(steps, np.abs(values - futures).mean(axis=0), marker="o", label=name)
    axes[1, 1].set(title="mean absolute error by step ahead", xlabel="step")
    axes[1, 1].legend()
    save_figure(figure, output_dir, "forecasts")


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    prepared = prepare(data_dir, limit=limit, state=state)
    windows, futures = collect(prepared.test, state)
    forecasts = forecast(model, windows, state)
    last_value = forecast_naive(windows, 1, state)
    seasonal = forecast_naive(windows, state["season"], state)
    errors = np.abs(forecasts - futures)
    scale = state["naive_error"]
    metrics = {
        "metric": "mean_absolute_scaled_error",
        "higher_is_better": False,
        "model": float(errors.mean() / scale),
        "baseline": float(np.abs(last_value - futures).mean() / scale),
        "reference": float(np.abs(seasonal - futures).mean() / scale),
        "baseline_name": "last value",
        "reference_name": f"seasonal naive ({state['season']} steps)",
        "test_size": len(futures),
        "details": {
            "mean_absolute_error": float(errors.mean()),
            "root_mean_squared_error": float(np.sqrt(np.mean(errors**2))),
            "mean_absolute_error_by_step": errors.mean(axis=0).round(4).tolist(),
            "mean_absolute_error_interval": bootstrap_interval(errors.mean(axis=1)),
        },
    }
    write_metrics(metrics, output_dir)
    plot_forecasts(windows, futures, forecasts, seasonal, state, output_dir)
    return metrics


# %% Inference
def example_input(data_dir):
    """Returns the table to try the prediction with: the series itself."""
    return find_table(data_dir)


def next_times(times):
    """Returns the HORIZON times after the last one, at the usual distance."""
    if not is_datetime64_any_dtype(times):
        return times.iloc[-1] + times.diff().median() * np.arange(1, HORIZON + 1)
    recent = pd.DatetimeIndex(times.iloc[-50:], freq="infer" if len(times) > 2 else None)
    frequency = recent.freq or times.diff().median()
    return pd.date_range(times.iloc[-1], periods=HORIZON + 1, freq=frequency)[1:].tz_localize(None)


def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with the forecast of the HORIZON steps that follow the last row of a table."""
    model, state = load_artifacts(output_dir)
    series, times = read_series(input_path, state["columns"])
    if len(series) < WINDOW:
        raise SystemExit(f"expected {WINDOW} or more time steps, found {len(series)}")
    window = scale_series(series.iloc[-WINDOW:], state)
    values = forecast(model, window[np.newaxis], state)[0]
    when = np.arange(1, HORIZON + 1) if times is None else next_times(times)
    rows = pd.DataFrame({DATE_COLUMN or "step": when, state["columns"][0]: values})
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows.to_csv(output_path, index=False)
    return output_path
