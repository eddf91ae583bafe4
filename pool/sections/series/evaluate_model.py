"""What 3 programs share: TARGET, FEATURES, HORIZON, Prepared, ..."""


# %% Imports
from keras import layers
from numpy.lib.stride_tricks import sliding_window_view
from pandas.api.types import is_datetime64_any_dtype
from typing import NamedTuple
import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf


# %% Configuration
# Column to forecast; None is the last number column.
TARGET = "demand"
# Number columns that the network sees, the target among them; None is all.
FEATURES = None
# Steps that it forecasts.
HORIZON = 4


# %% Data
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


# %% Evaluation
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
