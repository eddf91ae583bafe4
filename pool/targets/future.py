"""The target is the next steps of one column of a series: read_examples to answers.

Needs series/read and series/horizon. Items are steps [n, columns], the target first; targets are the values of that
column [n].
"""

# %% Imports
import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from numpy.lib.stride_tricks import sliding_window_view
from sklearn.linear_model import RidgeCV

# %% Configuration
# Column to forecast; None is the last number column.
TARGET = None
# Steps that it forecasts.
HORIZON = 4


# %% Data
def find_columns(table):
    """Returns the names of the input columns, that of the target first."""
    numbers = list_numbers(table, [])
    target = TARGET.strip() if TARGET else numbers[-1]
    require_columns(table, [target])
    return [target, *(name for name in numbers if name != target)]


def read_series(path, columns=None):
    """Returns the series in time order, float64 [steps, columns], and its times or None."""
    table, times = order_by_time(read_table(path))
    names = columns or find_columns(table)
    require_columns(table, names)
    series = pd.DataFrame({name: to_numbers(table[name]) for name in names})
    if times is not None:
        series = series.groupby(times).mean()
        times = pd.Series(series.index)
    return fill_gaps(series), times


def split_items(data_dir, limit=None):
    """Returns {split: (steps [n, columns], target values [n])}; limit is the most windows."""
    series, _ = read_series(find_table(data_dir))
    least = WINDOW + HORIZON + 3
    most = None if limit is None else WINDOW + HORIZON - 1 + limit
    parts = cut_by_time(len(series), least)
    # What a split forecasts is its own; its first window is the end of the split before it.
    starts = {split: max(0, rows.start - WINDOW) for split, rows in parts.items()}
    steps = {split: series[starts[split] : rows.stop].iloc[:most] for split, rows in parts.items()}
    return {split: (part, part.iloc[:, 0]) for split, part in steps.items()}


def describe_targets(splits, output_dir):
    """Prints the season of the target; saves the series with the borders of the splits."""
    train = splits["train"][1]
    print(f"strongest season of {train.name} in train: {find_season(train)} steps")
    plot_series(splits, output_dir)


# %% Preprocessing
def learn_targets(targets):
    """Returns season and error of the last value in train, and the number of steps to forecast."""
    naive_error = float(targets.diff().abs().mean()) or 1.0
    sizes = {"horizon": HORIZON}
    return {"season": find_season(targets), "naive_error": naive_error, "sizes": sizes}


def restore_target(scaled, state):
    """Returns values of the target in its own unit for standardised ones, any shape."""
    return np.asarray(scaled, dtype="float64") * state["deviations"][0] + state["means"][0]


def make_dataset(items, targets, state, batch_size, training=False):
    """Returns batches of (windows [n, window, features], changes of the target [n, horizon])."""
    steps = scale_series(items, state)
    future = sliding_window_view(steps[WINDOW:, 0], HORIZON)
    return keras.utils.timeseries_dataset_from_array(
        steps[: WINDOW - 1 + len(future)],
        future - steps[WINDOW - 1 : WINDOW - 1 + len(future), :1],
        sequence_length=WINDOW,
        batch_size=batch_size,
        shuffle=training,
        seed=SEED if training else None,
    )


# %% Evaluation
def measure_test(model, splits, state, output_dir):
    """Returns the metrics of forecasts in the test split; saves some of them."""
    steps, values = splits["test"]
    futures = sliding_window_view(values.to_numpy()[WINDOW:], HORIZON)
    windows = sliding_window_view(scale_series(steps, state), WINDOW, axis=0).transpose(0, 2, 1)
    windows = np.ascontiguousarray(windows[: len(futures)])
    forecasts = {"model": forecast(model, windows, state)}
    forecasts["baseline"] = forecast_naive(windows, 1, state)
    reference_name, forecasts["reference"] = forecast_simply(splits, windows, state)
    scale = state["naive_error"]
    results = {name: np.abs(found - futures) / scale for name, found in forecasts.items()}
    plot_forecasts(windows, futures, forecasts, state, output_dir)
    errors = np.abs(forecasts["model"] - futures)
    details = {
        "mean_absolute_error": float(errors.mean()),
        "root_mean_squared_error": float(np.sqrt(np.mean(errors**2))),
        "mean_absolute_error_by_step": errors.mean(axis=0).round(4).tolist(),
    }
    names = {"metric": "mean_absolute_scaled_error", "higher_is_better": False}
    names |= {"baseline_name": "last value"}
    names |= {"reference_name": reference_name}
    return compare_results(np.mean, results, names, details)


def forecast_simply(splits, windows, state):
    """Returns the name and the forecast [n, horizon] of the simple model that is best in validation.

    The models: the last season of the window, and ridge regression on the window less its last value.
    """
    parts = {name: windows_of(steps, state) for name, (steps, _) in splits.items()}
    (known, goals), (checked, truth) = parts["train"], parts["validation"]
    ridge = RidgeCV(np.logspace(-3, 4, 8)).fit(known - known[:, -1:], goals - known[:, -1:])

    def predict_ridge(past):
        changes = ridge.predict(past - past[:, -1:]).reshape(len(past), HORIZON)
        return restore_target(changes + past[:, -1:], state)

    def repeat_season(past):
        return forecast_naive(past[:, :, np.newaxis], state["season"], state)

    models = {
        f"seasonal naive ({state['season']} steps)": repeat_season,
        "ridge regression on the window": predict_ridge,
    }
    truth = restore_target(truth, state)
    errors = {name: np.abs(found(checked) - truth).mean() for name, found in models.items()}
    name = min(errors, key=errors.get)
    return name, models[name](windows[:, :, 0])


def windows_of(steps, state):
    """Returns standardised windows [n, window] and futures [n, horizon] of the target."""
    values = scale_series(steps, state)[:, 0]
    rows = sliding_window_view(values, WINDOW + HORIZON)
    return rows[:, :WINDOW], rows[:, WINDOW:]


def plot_forecasts(windows, futures, forecasts, state, output_dir):
    """Saves forecasts against the truth and the simple reference, and the error by step."""
    shown = {"network": forecasts["model"], "reference": forecasts["reference"]}
    figure, axes = plt.subplots(2, 2, figsize=(12, 7))
    for axis, row in zip(axes.flat, np.linspace(0, len(windows) - 1, 3).astype(int), strict=False):
        past = restore_target(windows[row, :, 0], state)
        axis.plot(np.arange(-len(past), 0), past, color="gray")
        for name, values in ({"true": futures} | shown).items():
            axis.plot(values[row], marker="o", markersize=3, label=name)
        axis.set(title=f"test window {row}", xlabel="step")
        axis.legend()
    steps = np.arange(1, HORIZON + 1)
    for name, values in shown.items():
        axes[1, 1].plot(steps, np.abs(values - futures).mean(axis=0), marker="o", label=name)
    axes[1, 1].set(title="mean absolute error by step ahead", xlabel="step")
    axes[1, 1].legend()
    save_figure(figure, output_dir, "forecasts")


# %% Inference
def read_items(input_path, state):
    """Returns the HORIZON times that follow the last row of a table, and its last steps."""
    series, times = read_series(input_path, state["columns"])
    if len(series) < WINDOW:
        raise SystemExit(f"expected {WINDOW} or more time steps, found {len(series)}")
    when = np.arange(1, HORIZON + 1) if times is None else next_times(times)
    return pd.DataFrame({DATE_COLUMN or "step": when}), series.iloc[-WINDOW:]


def answer_items(model, items, state, output_path):
    """Returns the forecast of the HORIZON steps that follow steps [window, columns]."""
    values = forecast(model, scale_series(items, state)[np.newaxis], state)[0]
    return pd.DataFrame({state["columns"][0]: values})
