"""What the program series-anomaly alone has."""


# %% Imports
from keras import layers
from numpy.lib.stride_tricks import sliding_window_view
from sklearn.decomposition import PCA
from sklearn.metrics import average_precision_score
from sklearn.metrics import f1_score
from sklearn.metrics import roc_auc_score
from typing import NamedTuple
import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf


# %% Configuration
# Number columns to watch; None is all but the anomaly column.
FEATURES = ("vibration", "temperature")
# Recurrent layer of encoder and decoder, and its units: the size of the code.
RECURRENT = layers.LSTM
UNITS = 32
# The threshold lets this share of normal validation steps pass.
THRESHOLD_QUANTILE = 0.99
# The simple reference learns from at most so many train windows.
REFERENCE_ITEMS = 20_000


# %% Data
class Prepared(NamedTuple):
    """Batches of (windows [n, window, features], the same windows), and what train taught."""

    train: tf.data.Dataset
    validation: tf.data.Dataset
    test: tf.data.Dataset
    state: dict


def find_columns(table):
    """Returns the names of the watched columns, and the 0/1 anomaly column or None."""
    label = TARGET.strip() if TARGET else None
    skipped = [label, DATE_COLUMN.strip() if DATE_COLUMN else None]
    candidates = [name for name in table if name not in skipped and name[:8] != "Unnamed:"]
    numbers = [name for name in candidates if to_numbers(table[name]).notna().mean() > 0.5]
    features = [name.strip() for name in FEATURES] if FEATURES else numbers
    features = [name for name in features if name not in skipped]
    require_columns(table, features)
    if not features:
        raise SystemExit(f"expected number columns, found: {', '.join(table.columns[:50])}")
    return features, label if label in table else None


def read_series(path, columns=None):
    """Returns steps in time order [n, columns], their times or None, and anomaly 0/1 [n]."""
    table, times = order_by_time(read_table(path))
    features, label = find_columns(table)
    names = columns or features
    require_columns(table, names)
    series = pd.DataFrame({name: to_numbers(table[name]) for name in names})
    strange = to_numbers(table[label]) if label else pd.Series(0.0, table.index)
    if times is not None:
        series = series.groupby(times).mean()
        strange = strange.groupby(times).max()
        times = pd.Series(series.index)
    # A gap takes the last value before it: nothing later may be used.
    series = series.reset_index(drop=True).ffill().bfill().fillna(0.0)
    return series, times, (strange > 0).to_numpy("int32")


def split_series(series, strange):
    """Returns {split: (steps [n, columns], anomaly 0/1 [n])}, cut by time."""
    least = WINDOW + 3
    if len(series) < 3 * least:
        raise SystemExit(f"expected {3 * least} or more time steps, found {len(series)}")
    test = max(least, round(len(series) * TEST_SHARE))
    validation = max(least, round(len(series) * VALIDATION_SHARE))
    first, second = len(series) - test - validation, len(series) - test
    borders = {"train": (0, first), "validation": (first, second), "test": (second, len(series))}
    return {
        split: (series.iloc[start:stop], strange[start:stop])
        for split, (start, stop) in borders.items()
    }


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most windows per split."""
    series, _, strange = read_series(find_table(data_dir), state and state["columns"])
    splits = split_series(series, strange)
    state = state or learn_state(*splits["train"])
    datasets = {}
    for split, (steps, labels) in splits.items():
        # Train and validation keep windows without a known anomaly, test keeps all.
        usable = normal_windows(labels) if split != "test" else np.arange(len(labels) - WINDOW + 1)
        if len(usable) == 0:
            raise SystemExit(f"expected windows of {WINDOW} normal steps in {split}, found none")
        windows = cut_windows(scale_series(steps, state))
        datasets[split] = make_dataset(windows, usable[:limit], batch_size, split == "train")
    return Prepared(**datasets, state=state)


def describe(data_dir, output_dir):
    """Prints steps and anomalies per split and ranges; saves the series with anomalies marked."""
    series, times, strange = read_series(find_table(data_dir))
    for split, (steps, labels) in split_series(series, strange).items():
        print(f"{split}: {len(steps)} steps, {labels.sum()} of them known anomalies")
    if times is not None:
        print(f"from {times.iloc[0]} to {times.iloc[-1]}")
    print(series.describe().round(3).T.to_string(max_rows=60))
    shown = series.iloc[:, :6]
    axes = shown.plot(subplots=True, figsize=(10, 2 + 1.6 * shown.shape[1]), linewidth=0.8)
    for axis, name in zip(axes, shown, strict=True):
        axis.plot(shown[name][strange == 1], "r.", markersize=4)
    save_figure(axes[0].figure, output_dir, "series")


# %% Preprocessing
def learn_state(steps, strange):
    """Returns what the normal train steps teach, JSON-ready: columns and scale."""
    normal = steps[strange == 0]
    deviations = normal.std(ddof=0)
    return {
        "columns": list(steps.columns),
        "means": normal.mean().tolist(),
        "deviations": deviations.where(deviations > 0, 1.0).tolist(),
        "sizes": {"feature_count": steps.shape[1]},
    }


def scale_series(series, state):
    """Returns standardised steps, float32 [steps, columns]."""
    return ((series - state["means"]) / state["deviations"]).to_numpy("float32")


def cut_windows(steps):
    """Returns all windows [n, window, features] of steps [steps, features], as a view."""
    return sliding_window_view(steps, WINDOW, axis=0).transpose(0, 2, 1)


def normal_windows(strange):
    """Returns the starts of the windows without a known anomaly, for anomaly 0/1 [steps]."""
    return np.flatnonzero(sliding_window_view(strange, WINDOW).sum(axis=1) == 0)


def make_dataset(windows, starts, batch_size, training=False):
    """Returns batches of (windows [n, window, features], the same): the network repeats them."""
    chosen = np.ascontiguousarray(windows[starts])
    dataset = tf.data.Dataset.from_tensor_slices((chosen, chosen))
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Model
def build_model(feature_count=FEATURE_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled autoencoder: windows [n, window, features] -> the same windows."""
    inputs = keras.Input((WINDOW, feature_count))
    code = RECURRENT(UNITS)(inputs)
    features = layers.RepeatVector(WINDOW)(code)
    features = RECURRENT(UNITS, return_sequences=True)(features)
    outputs = layers.TimeDistributed(layers.Dense(feature_count))(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="mean_squared_error",
        metrics=["mean_squared_error"],
    )
    return model


# %% Training
def collect(dataset):
    """Returns the windows [n, window, features] of a dataset."""
    return np.concatenate([windows.numpy() for windows, _ in dataset])


def spread_errors(errors):
    """Returns the score of each step [n + window - 1]: mean error of the windows that cover it."""
    sums, counts = np.zeros(len(errors) + WINDOW - 1), np.zeros(len(errors) + WINDOW - 1)
    for step in range(WINDOW):
        sums[step : step + len(errors)] += errors[:, step]
        counts[step : step + len(errors)] += 1
    return sums / counts


def score_steps(model, windows):
    """Returns the anomaly score of each step that windows [n, window, features] in order cover."""
    repeated = model.predict(windows, batch_size=1024, verbose=0)
    return spread_errors(np.mean((repeated - windows) ** 2, axis=-1))


def find_threshold(scores):
    """Returns the score that the given share of normal validation steps stays below."""
    return float(np.quantile(scores, THRESHOLD_QUANTILE))


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
    model = build_model(**prepared.state["sizes"], learning_rate=learning_rate)
    history = model.fit(
        prepared.train,
        validation_data=prepared.validation,
        epochs=epochs,
        callbacks=make_callbacks(output_dir),
        shuffle=False,  # the dataset shuffles itself
        verbose=2,
    )
    normal = score_steps(model, collect(prepared.validation))
    state = prepared.state | {"threshold": find_threshold(normal)}
    write_json(output_dir / "preprocessing.json", state)
    config = {"epochs": epochs, "batch_size": batch_size, "learning_rate": learning_rate}
    config |= {"limit": limit, "seed": SEED, "keras": keras.__version__}
    write_json(output_dir / "config.json", config)
    plot_curves(history.history, output_dir)
    return history.history


# %% Evaluation
def join_windows(windows):
    """Returns the steps [n + window - 1, features] that windows in order cover."""
    return np.concatenate([windows[0], windows[1:, -1]])


def score_baselines(test, strange):
    """Returns the average precision of a constant score and of the distance to the train mean."""
    distances = np.mean(join_windows(test) ** 2, axis=-1)  # train has mean 0 and deviation 1
    return float(strange.mean()), float(average_precision_score(strange, distances))


def measure_errors(train, test, scores):
    """Returns the metrics without labels: error of repeating beside the train mean and PCA."""
    flat, flat_test = train.reshape(len(train), -1)[:REFERENCE_ITEMS], test.reshape(len(test), -1)
    components = max(1, min(UNITS, flat.shape[1] // 4, len(flat)))
    pca = PCA(components, random_state=SEED).fit(flat)
    repeated = pca.inverse_transform(pca.transform(flat_test)).reshape(test.shape)
    return {
        "metric": "mean_squared_error",
        "higher_is_better": False,
        "model": float(scores.mean()),
        "baseline": float(spread_errors(np.mean(test**2, axis=-1)).mean()),
        "reference": float(spread_errors(np.mean((repeated - test) ** 2, axis=-1)).mean()),
        "baseline_name": "train mean",
        "reference_name": f"{components} principal components",
        "test_size": len(scores),
        "details": {"mean_squared_error_interval": bootstrap_interval(scores)},
    }


def event_recall(strange, found):
    """Returns the share of anomalous stretches of which at least one step was found."""
    starts = np.diff(strange, prepend=0) == 1
    events = np.cumsum(starts)[strange == 1]
    return float(pd.Series(found[strange == 1]).groupby(events).max().mean())


def measure_detection(test, strange, scores, threshold):
    """Returns the metrics with labels: how well the score puts anomalies before normal steps."""
    baseline, reference = score_baselines(test, strange)
    found = scores > threshold
    return {
        "metric": "average_precision",
        "higher_is_better": True,
        "model": float(average_precision_score(strange, scores)),
        "baseline": baseline,
        "reference": reference,
        "baseline_name": "constant score",
        "reference_name": "distance to the train mean",
        "test_size": len(strange),
        "details": {
            "roc_auc": float(roc_auc_score(strange, scores)),
            "f1": float(f1_score(strange, found, zero_division=0)),
            "recall": float(found[strange == 1].mean()),
            "event_recall": event_recall(strange, found),
            "false_alarm_share": float(found[strange == 0].mean()),
        },
    }


def plot_scores(test, scores, strange, threshold, output_dir):
    """Saves the test steps above their scores, with the threshold and the known anomalies."""
    figure, axes = plt.subplots(2, 1, figsize=(11, 6), sharex=True)
    axes[0].plot(join_windows(test)[:, :6], linewidth=0.8)
    axes[0].set(ylabel="standardised value")
    axes[1].plot(scores, linewidth=0.8)
    axes[1].axhline(threshold, color="black", linestyle="--", label="threshold")
    axes[1].plot(np.flatnonzero(strange), scores[strange == 1], "r.", label="known anomaly")
    axes[1].set(ylabel="score", xlabel="test step")
    axes[1].legend()
    save_figure(figure, output_dir, "scores")


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    prepared = prepare(data_dir, limit=limit, state=state)
    train, test = collect(prepared.train), collect(prepared.test)
    scores = score_steps(model, test)
    series, _, strange = read_series(find_table(data_dir), state["columns"])
    strange = split_series(series, strange)["test"][1][: len(scores)]
    threshold = state["threshold"]
    if 0 < strange.sum() < len(strange):
        metrics = measure_detection(test, strange, scores, threshold)
    else:
        metrics = measure_errors(train, test, scores)
    metrics["details"] |= {"threshold": threshold, "flagged": int((scores > threshold).sum())}
    write_metrics(metrics, output_dir)
    plot_scores(test, scores, strange, threshold, output_dir)
    return metrics


# %% Inference
def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with 0 or 1 for anomaly and the score of every step of a table."""
    model, state = load_artifacts(output_dir)
    series, times, _ = read_series(input_path, state["columns"])
    if len(series) < WINDOW:
        raise SystemExit(f"expected {WINDOW} or more time steps, found {len(series)}")
    scores = score_steps(model, cut_windows(scale_series(series, state)))
    when = np.arange(1, len(scores) + 1) if times is None else times
    rows = pd.DataFrame({DATE_COLUMN or "step": when})
    rows[TARGET or "anomaly"] = (scores > state["threshold"]).astype("int32")
    rows["score"] = scores
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows.to_csv(output_path, index=False)
    return output_path
