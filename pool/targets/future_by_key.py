"""The target is the next steps of each of several series: describe_targets to answers.

Needs series/keyed and series/horizon; one network learns all series.
"""

# %% Imports
import sys

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf

# %% Configuration
# Column to forecast, or the columns.
TARGET = "value"
# Steps that it forecasts.
HORIZON = 4
# Series whose season is looked for.
SEASON_SERIES = 100
# Series with the largest errors that are listed.
LISTED_SERIES = 20


# %% Data
def describe_targets(splits, output_dir):
    """Prints how many series there are and how long; saves six of them with the splits' borders."""
    values = splits["train"][1]
    sizes = values.groupby(level="series").size()
    print(f"{len(sizes)} series of {sizes.min()} to {sizes.max()} steps in train")
    figure, axes = plt.subplots(3, 2, figsize=(12, 8))
    for axis, name in zip(axes.flat, sizes.index, strict=False):
        for split, (_, targets) in reversed(splits.items()):
            if name in targets.index:
                axis.plot(targets.loc[name], linewidth=0.8, label=split)
        axis.set_title(name, fontsize=9)
    axes.flat[0].legend()
    save_figure(figure, output_dir, "series")


# %% Preprocessing
def learn_targets(targets):
    """Returns the usual season, the error of the last value in each series, and the horizon."""
    groups = targets.groupby(level="series")
    names = list(groups.groups)[:SEASON_SERIES]
    seasons = pd.Series([find_season(targets.loc[name]) for name in names])
    errors = groups.apply(lambda values: values.diff().abs().mean())
    errors = errors.where(errors > 0).fillna(errors[errors > 0].mean()).fillna(1.0)
    sizes = {"horizon": HORIZON}
    return {"season": int(seasons.mode()[0]), "naive_errors": errors.to_dict(), "sizes": sizes}


def make_dataset(items, targets, state, batch_size, training=False):
    """Returns batches of (windows [n, window, values], changes of the first value [n, horizon])."""
    steps, rows = tf.constant(scale_steps(items, state)), find_windows(items)
    dataset = tf.data.Dataset.from_tensor_slices(rows[:, 0])
    if training:
        dataset = dataset.shuffle(len(rows), seed=SEED)

    def cut_windows(starts):
        spans = tf.gather(steps, starts[:, tf.newaxis] + tf.range(WINDOW + HORIZON, dtype="int64"))
        return spans[:, :WINDOW], spans[:, WINDOW:, 0] - spans[:, WINDOW - 1, :1]

    return dataset.batch(batch_size).map(cut_windows).prefetch(tf.data.AUTOTUNE)


def restore_target(scaled, state):
    """Returns values in their own units for standardised ones [n, steps] of the series of state."""
    return np.asarray(scaled, dtype="float64") * state["deviations"] + state["means"]


def scales_of(items, rows, state):
    """Returns means and deviations [n, 1] of the value to forecast in windows of these rows."""
    means, deviations = find_scales(items, state)
    return {"means": means[rows[:, 0], :1], "deviations": deviations[rows[:, 0], :1]}


# %% Evaluation
def measure_test(model, splits, state, output_dir):
    """Returns the metrics of forecasts of all series in the test split; saves some of them."""
    steps, values = splits["test"]
    rows = find_windows(steps)
    names = steps.index.get_level_values("series")[rows[:, 0]]
    windows = scale_steps(steps, state)[rows[:, :WINDOW]]
    futures = values.to_numpy()[rows[:, WINDOW:]]
    scales = scales_of(steps, rows, state)
    forecasts = {"model": forecast(model, windows, scales)}
    forecasts["baseline"] = forecast_naive(windows, 1, scales)
    forecasts["reference"] = forecast_naive(windows, state["season"], scales)
    naive = pd.Series(state["naive_errors"])
    naive = names.map(naive.to_dict()).fillna(naive.mean()).to_numpy()[:, np.newaxis]
    results = {name: np.abs(found - futures) / naive for name, found in forecasts.items()}
    plot_forecasts(restore_target(windows[:, :, 0], scales), futures, forecasts, names, output_dir)
    errors = np.abs(forecasts["model"] - futures)
    by_series = pd.Series(errors.mean(axis=1)).groupby(names).mean().sort_values(ascending=False)
    details = {
        "series": len(by_series),
        "mean_absolute_error": float(errors.mean()),
        "root_mean_squared_error": float(np.sqrt(np.mean(errors**2))),
        "mean_absolute_error_by_step": errors.mean(axis=0).round(4).tolist(),
        "mean_absolute_error_by_series": by_series.head(LISTED_SERIES).round(4).to_dict(),
    }
    labels = {"metric": "mean_absolute_scaled_error", "higher_is_better": False}
    labels |= {"baseline_name": "last value of each series"}
    labels |= {"reference_name": f"seasonal naive ({state['season']} steps)"}
    return compare_results(np.mean, results, labels, details)


def plot_forecasts(pasts, futures, forecasts, names, output_dir):
    """Saves the forecasts of four windows, of different series where there are several."""
    figure, axes = plt.subplots(2, 2, figsize=(12, 7))
    shown = {"true": futures, "network": forecasts["model"], "naive": forecasts["reference"]}
    for axis, row in zip(axes.flat, np.linspace(0, len(pasts) - 1, 4).astype(int), strict=True):
        axis.plot(np.arange(-WINDOW, 0), pasts[row], color="gray")
        for label, values in shown.items():
            axis.plot(values[row], marker="o", markersize=3, label=label)
        axis.set(title=names[row], xlabel="step")
        axis.legend()
    save_figure(figure, output_dir, "forecasts")


# %% Inference
def read_items(input_path, state):
    """Returns the series and the HORIZON times that follow each, and the last steps of each."""
    steps, keys = read_series(input_path)
    lengths = steps.groupby(level="series")["value"].transform("size")
    if (lengths < WINDOW).all():
        raise SystemExit(f"expected series of {WINDOW} or more steps, found none")
    short = lengths[lengths < WINDOW].index.get_level_values("series").unique()
    if len(short) > 0:
        print(f"no forecast of {len(short)} series below {WINDOW} steps", file=sys.stderr)
    steps = steps[lengths >= WINDOW].groupby(level="series").tail(WINDOW)
    times = steps.reset_index("time")["time"]
    future = [next_times(group) for _, group in times.groupby(level="series")]
    names = steps.index.get_level_values("series").unique()
    rows = keys.loc[names.repeat(HORIZON)].reset_index(drop=True)
    return rows.assign(**{DATE_COLUMN or "step": np.concatenate(future)}), steps


def answer_items(model, items, state, output_path):
    """Returns the forecast of the HORIZON steps that follow the steps of each series."""
    rows = np.arange(len(items)).reshape(-1, WINDOW)
    values = forecast(model, scale_steps(items, state)[rows], scales_of(items, rows, state))
    return pd.DataFrame({TARGET if isinstance(TARGET, str) else "forecast": values.ravel()})
