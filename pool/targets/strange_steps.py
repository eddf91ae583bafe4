"""The target is whether a step of a series is an anomaly, found without labels.

Needs series/read, targets/anomaly. Items are steps [n, columns], targets 0 (normal) and 1 (anomaly)
[n].
"""

# %% Imports
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf
from numpy.lib.stride_tricks import sliding_window_view
from sklearn.decomposition import PCA

# %% Configuration
# The simple reference learns from at most so many train windows.
REFERENCE_ITEMS = 20_000
SHUFFLE_BUFFER = 20_000


# %% Data
def read_series(path, columns=None):
    """Returns steps in time order [n, columns], their times or None, and anomaly 0/1 [n]."""
    table, times = order_by_time(read_table(path))
    label = TARGET.strip() if TARGET else None
    names = columns or list_numbers(table, [label])
    require_columns(table, names)
    series = pd.DataFrame({name: to_numbers(table[name]) for name in names})
    strange = to_numbers(table[label]) if label in table else pd.Series(0.0, table.index)
    if times is not None:
        series = series.groupby(times).mean()
        strange = strange.groupby(times).max()
        times = pd.Series(series.index)
    return fill_gaps(series), times, (strange > 0).astype("int32").reset_index(drop=True)


def normal_windows(strange):
    """Returns the starts of the windows without a known anomaly, for anomaly 0/1 [steps]."""
    return np.flatnonzero(sliding_window_view(strange, WINDOW).sum(axis=1) == 0)


def split_items(data_dir, limit=None):
    """Returns {split: (steps [n, columns], anomaly 0/1 [n])}, cut by time.

    Limit is the most windows of a split; in train and validation those without an anomaly count.
    """
    series, _, strange = read_series(find_table(data_dir))
    splits = {}
    for split, rows in cut_by_time(len(series), WINDOW + 3).items():
        steps, labels = series.iloc[rows], strange.iloc[rows]
        starts = np.arange(len(steps)) if split == "test" else normal_windows(labels)
        if len(starts) == 0:
            raise SystemExit(f"expected windows of {WINDOW} normal steps in {split}, found none")
        end = starts[:limit][-1] + WINDOW
        splits[split] = (steps.iloc[:end], labels.iloc[:end])
    return splits


def describe_targets(splits, output_dir):
    """Prints how many steps of the splits are known anomalies; saves the series with them."""
    print("known anomalies:", {split: int(labels.sum()) for split, (_, labels) in splits.items()})
    shown = pd.concat([steps for steps, _ in splits.values()]).iloc[:, :6]
    strange = pd.concat([labels for _, labels in splits.values()]) == 1
    axes = shown.plot(subplots=True, figsize=(10, 2 + 1.6 * shown.shape[1]), linewidth=0.8)
    for axis, name in zip(axes, shown, strict=True):
        axis.plot(shown[name][strange], "r.", markersize=4)
    save_figure(axes[0].figure, output_dir, "series")


# %% Preprocessing
def learn_state(items, targets):
    """Returns what the normal train steps teach, JSON-ready."""
    return learn_inputs(items[targets.to_numpy() == 0])


def cut_windows(steps):
    """Returns all windows [n, window, features] of steps [steps, features], as a view."""
    return sliding_window_view(steps, WINDOW, axis=0).transpose(0, 2, 1)


def make_dataset(items, targets, state, batch_size, training=False):
    """Returns batches of (windows [n, window, features], the same); known anomalies are left out."""
    windows, normal = cut_windows(scale_series(items, state)), normal_windows(targets)
    chosen = windows[normal] if len(normal) else np.ascontiguousarray(windows)
    dataset = tf.data.Dataset.from_tensor_slices((chosen, chosen))
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Training
def spread_errors(errors):
    """Returns the score of each step [n + window - 1]: mean error of the windows that cover it."""
    sums, counts = np.zeros(len(errors) + WINDOW - 1), np.zeros(len(errors) + WINDOW - 1)
    for step in range(WINDOW):
        sums[step : step + len(errors)] += errors[:, step]
        counts[step : step + len(errors)] += 1
    return sums / counts


def score_inputs(model, windows):
    """Returns the anomaly score of each step that windows [n, window, features] in order cover."""
    repeated = model.predict(windows, batch_size=1024, verbose=0)
    return spread_errors(np.mean((repeated - windows) ** 2, axis=-1))


# %% Evaluation
def event_recall(strange, found):
    """Returns the share of anomalous stretches of which at least one step was found."""
    starts = np.diff(strange, prepend=0) == 1
    events = np.cumsum(starts)[strange == 1]
    return float(pd.Series(found[strange == 1]).groupby(events).max().mean())


def measure_test(model, splits, state, output_dir):
    """Returns the metrics of the test split; saves its steps with their scores."""
    strange = splits["test"][1].to_numpy()
    steps = {split: scale_series(part, state) for split, (part, _) in splits.items()}
    scores, threshold = score_inputs(model, cut_windows(steps["test"])), state["threshold"]
    plot_scores(steps["test"], scores, strange, threshold, output_dir)
    details = {"threshold": threshold, "flagged": int((scores > threshold).sum())}
    # Train has mean 0 and deviation 1.
    distances = np.mean(steps["test"] ** 2, axis=-1)
    if 0 < strange.sum() < len(strange):
        details["event_recall"] = event_recall(strange, scores > threshold)
        values = {"model": scores, "baseline": np.zeros(len(scores)), "reference": distances}
        return compare_detection(values, strange, threshold, "distance to the train mean", details)
    known, test = cut_windows(steps["train"])[:REFERENCE_ITEMS], cut_windows(steps["test"])
    known, flat = (part.reshape(len(part), -1) for part in (known, test))
    components = max(1, min(UNITS, flat.shape[1] // 4, len(known)))
    pca = PCA(components, random_state=SEED).fit(known)
    repeated = pca.inverse_transform(pca.transform(flat)).reshape(test.shape)
    errors = {"model": scores, "baseline": distances}
    errors["reference"] = spread_errors(np.mean((repeated - test) ** 2, axis=-1))
    return compare_errors(errors, details)


def plot_scores(steps, scores, strange, threshold, output_dir):
    """Saves the test steps above their scores, with the threshold and the known anomalies."""
    figure, axes = plt.subplots(2, 1, figsize=(11, 6), sharex=True)
    axes[0].plot(steps[:, :6], linewidth=0.8)
    axes[0].set(ylabel="standardised value")
    axes[1].plot(scores, linewidth=0.8)
    axes[1].axhline(threshold, color="black", linestyle="--", label="threshold")
    axes[1].plot(np.flatnonzero(strange), scores[strange == 1], "r.", label="known anomaly")
    axes[1].set(ylabel="score", xlabel="test step")
    axes[1].legend()
    save_figure(figure, output_dir, "scores")


# %% Inference
def read_items(input_path, state):
    """Returns the times of the steps of a table, and the steps."""
    series, times, _ = read_series(input_path, state["columns"])
    if len(series) < WINDOW:
        raise SystemExit(f"expected {WINDOW} or more time steps, found {len(series)}")
    when = np.arange(1, len(series) + 1) if times is None else times
    return pd.DataFrame({DATE_COLUMN or "step": when}), series


def answer_items(model, items, state, output_path):
    """Returns 0 or 1 for anomaly, and the score, of each step."""
    scores = score_inputs(model, cut_windows(scale_series(items, state)))
    strange = (scores > state["threshold"]).astype("int32")
    return pd.DataFrame({TARGET or "anomaly": strange, "score": scores})
