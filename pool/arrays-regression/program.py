"""Predicts a number, or several, for the items of an array file with a convolutional network.

One .npz file, or two .npy files, hold inputs and numbers; the result is a number per item.
"""

# %% Imports
import json
import math
from typing import NamedTuple

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf
from keras import layers
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

# %% Configuration
SEED = 42
VALIDATION_SHARE = 0.15
TEST_SHARE = 0.15
BATCH_SIZE = 32
EPOCHS = 50
LEARNING_RATE = 0.001
# Epochs without a better validation loss before training stops.
PATIENCE = 8
# Array file below the data folder: .npy, or .npz with the two keys below.
INPUT_FILE = "scans.npz"
# File of the targets; None where they are in the same .npz.
TARGET_FILE = None
INPUT_KEY = "scans"
TARGET_KEY = "ages"
TEST_ARRAYS = None
# The scale is learnt from at most so many train items.
SCALE_ITEMS = 2000
# The simple reference learns from at most so many train items and values of each.
REFERENCE_ITEMS = 2000
REFERENCE_VALUES = 500
# Shape of one item.
# Arrays that are a split of their own: input file, target file and their keys; None cuts the
# split from the arrays above.
VALIDATION_ARRAYS = None
INPUT_SHAPE = (32, 32)
# Numbers to predict per item where nothing else is known; the data decide.
OUTPUT_COUNT = 1


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


class Prepared(NamedTuple):
    """Batches of (inputs [n, *INPUT_SHAPE], targets), and what train taught."""

    train: tf.data.Dataset
    validation: tf.data.Dataset
    test: tf.data.Dataset
    state: dict


def read_array(path, key=None):
    """Returns the array of a .npy file, left on disk until it is used, or of an .npz file."""
    try:
        array = np.load(path, mmap_mode="r", allow_pickle=False)
        if not isinstance(array, np.lib.npyio.NpzFile):
            return array
        if key not in array.files:
            raise SystemExit(f"expected the array {key} in {path}, found: {', '.join(array.files)}")
        return array[key]
    except (EOFError, OSError, ValueError) as error:
        raise SystemExit(f"expected an array file at {path}, found: {error}") from error


def read_inputs(path, key=INPUT_KEY):
    """Returns inputs [n, *INPUT_SHAPE] of a file; a missing channel axis of one is added."""
    inputs = np.atleast_1d(read_array(path, key))
    if inputs[:1].size != math.prod(INPUT_SHAPE):
        shape = (len(inputs), *INPUT_SHAPE)
        raise SystemExit(f"expected inputs of shape {shape} in {path}, found {inputs.shape}")
    return inputs.reshape(len(inputs), *INPUT_SHAPE)


def read_pair(data_dir, input_file, target_file, input_key, target_key):
    """Returns inputs [n, *INPUT_SHAPE] and targets [n, ...] that are stored together."""
    inputs = read_inputs(data_dir / input_file, input_key)
    targets = np.asarray(read_array(data_dir / target_file, target_key))
    if len(targets) != len(inputs):
        raise SystemExit(f"expected {len(inputs)} targets, one an input, found {len(targets)}")
    return inputs, targets


def read_arrays(data_dir):
    """Returns inputs [n, *INPUT_SHAPE], targets [n, ...] and the split [n] each is stored for."""
    stored = {"train": (INPUT_FILE, TARGET_FILE or INPUT_FILE, INPUT_KEY, TARGET_KEY)}
    stored |= {"validation": VALIDATION_ARRAYS, "test": TEST_ARRAYS}
    pairs = {split: read_pair(data_dir, *names) for split, names in stored.items() if names}
    inputs, targets = zip(*pairs.values(), strict=True)
    owners = np.repeat(list(pairs), [len(part) for part in inputs])
    # One array stays on disk; several are joined in memory.
    return inputs[0] if len(inputs) == 1 else np.concatenate(inputs), np.concatenate(targets), owners


def show_items(items, titles, output_dir, name):
    """Saves nine items [n, *INPUT_SHAPE] as pictures, or as lines where they have one axis."""
    figure, axes = plt.subplots(3, 3, figsize=(10, 8))
    for axis, item, title in zip(axes.flat, items, titles, strict=False):
        item = np.squeeze(item)
        if item.ndim < 2:
            axis.plot(np.atleast_1d(item))
        else:
            axis.imshow(item.reshape(len(item), item.shape[1], -1)[..., 0], aspect="auto")
        axis.set_title(title, fontsize=9)
    save_figure(figure, output_dir, name)


def split_rows(count, validation_share=VALIDATION_SHARE, test_share=TEST_SHARE):
    """Returns shuffled rows of train, validation and test."""
    rows = np.random.default_rng(SEED).permutation(count)
    shares = (validation_share, test_share)
    sizes = [max(1, round(count * share)) if share else 0 for share in shares]
    validation, test, train = np.split(rows, np.cumsum(sizes))
    return [train, validation, test]


def split_arrays(data_dir, limit=None):
    """Returns all inputs and {split: (rows [n], target values [n, k])}."""
    inputs, targets, owners = read_arrays(data_dir)
    values = targets.reshape(len(targets), -1).astype("float64")
    known = np.flatnonzero(np.isfinite(values).all(axis=1))
    if len(known) < 5:
        raise SystemExit(f"expected five or more items with a target, found {len(known)}")
    own = known[owners[known] == "train"]
    shares = (0 if VALIDATION_ARRAYS else VALIDATION_SHARE, 0 if TEST_ARRAYS else TEST_SHARE)
    splits = {}
    parts = split_rows(len(own), *shares)
    for split, part in zip(("train", "validation", "test"), parts, strict=True):
        stored = np.random.default_rng(SEED).permutation(known[owners[known] == split])
        rows = (own[part] if len(part) else stored)[:limit]
        splits[split] = (rows, values[rows])
    return inputs, splits


def learn_state(inputs, rows, values):
    """Returns what the train items teach, JSON-ready: the scale of inputs and targets."""
    deviations = values.std(axis=0)
    state = {"target_means": values.mean(axis=0).tolist()}
    state["target_deviations"] = np.where(deviations > 0, deviations, 1.0).tolist()
    return state | learn_scale(inputs, rows) | {"sizes": {"output_count": values.shape[1]}}


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    inputs, splits = split_arrays(data_dir, limit)
    state = state or learn_state(inputs, *splits["train"])
    datasets = {
        split: make_dataset(
            inputs, rows, scale_targets(values, state), state, batch_size, split == "train"
        )
        for split, (rows, values) in splits.items()
    }
    return Prepared(**datasets, state=state)


def describe(data_dir, output_dir):
    """Prints items per split, type and ranges; saves the target's histogram and samples."""
    inputs, splits = split_arrays(data_dir)
    for split, (rows, values) in splits.items():
        print(f"{split}: {len(rows)} items, targets from {values.min():.4g} to {values.max():.4g}")
    rows, values = splits["train"]
    seen = load_batch(inputs, rows[:SCALE_ITEMS])
    print(f"{inputs.dtype} {inputs.shape}, train from {seen.min():.4g} to {seen.max():.4g}")
    figure, axis = plt.subplots(figsize=(8, 4))
    axis.hist(values[:, :6], bins=40)
    axis.set(xlabel="target", ylabel="train items")
    save_figure(figure, output_dir, "target")
    titles = [f"{number:.4g}" for number in values[:9, 0]]
    show_items(seen[:9], titles, output_dir, "samples")


# %% Preprocessing
def load_batch(inputs, rows):
    """Returns the rows of the inputs as float32 [n, *INPUT_SHAPE]; what is not finite becomes 0."""
    batch = np.asarray(inputs[rows], dtype="float32")
    return np.nan_to_num(batch, nan=0.0, posinf=0.0, neginf=0.0)


def learn_scale(inputs, rows):
    """Returns mean and deviation of train items, each one number."""
    seen = load_batch(inputs, rows[:SCALE_ITEMS]).astype("float64")
    return {"mean": float(seen.mean()), "deviation": float(seen.std()) or 1.0}


def scale_inputs(batch, state):
    """Returns standardised inputs, float32 [n, *INPUT_SHAPE]."""
    return ((batch - state["mean"]) / state["deviation"]).astype("float32")


def make_dataset(inputs, rows, targets, state, batch_size, training=False):
    """Returns batches of (inputs [n, *INPUT_SHAPE], targets), read from disk as they are needed."""

    def read_rows(chosen):
        """Returns the standardised inputs of some rows."""
        return scale_inputs(load_batch(inputs, chosen), state)

    def load_items(chosen, targets):
        """Puts the inputs in the place of their rows."""
        batch = tf.numpy_function(read_rows, [chosen], tf.float32)
        return tf.ensure_shape(batch, (None, *INPUT_SHAPE)), targets

    dataset = tf.data.Dataset.from_tensor_slices((rows, targets))
    if training:
        dataset = dataset.shuffle(len(rows), seed=SEED)
    dataset = dataset.batch(batch_size).map(load_items, num_parallel_calls=tf.data.AUTOTUNE)
    return dataset.prefetch(tf.data.AUTOTUNE)


def scale_targets(values, state):
    """Returns training targets float32 [n, k] of mean 0 and deviation 1 for target values."""
    return ((values - state["target_means"]) / state["target_deviations"]).astype("float32")


def restore_targets(scaled, state):
    """Returns values [n, k] in the target's own unit for training targets or model outputs."""
    values = np.asarray(scaled, dtype="float64")
    return values * state["target_deviations"] + state["target_means"]


# %% Model
def as_picture(inputs):
    """Returns items of any shape as pictures [n, height, width, channels]."""
    shape = INPUT_SHAPE
    if len(shape) < 3:
        shape = (*shape, 1, 1)[:3]
    height = math.prod(shape[:-2])  # frames of a film stand one below the other
    return layers.Reshape((height, *shape[-2:]))(inputs)


def build_model(output_count=OUTPUT_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled network: inputs [n, *INPUT_SHAPE] -> scaled targets [n, k]."""
    inputs = keras.Input(INPUT_SHAPE)
    features = as_picture(inputs)
    features = layers.Conv2D(32, (3, 3), padding="same", activation="relu")(features)
    features = layers.MaxPooling2D((2, 2), padding="same")(features)
    features = layers.Conv2D(64, (3, 3), padding="same", activation="relu")(features)
    features = layers.MaxPooling2D((2, 2), padding="same")(features)
    features = layers.Conv2D(128, (3, 3), padding="same", activation="relu")(features)
    features = layers.GlobalAveragePooling2D()(features)
    features = layers.Dropout(0.1)(features)
    features = layers.Dense(64, activation="relu")(features)
    outputs = layers.Dense(output_count, activation="linear")(features)
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


def thin(inputs):
    """Returns items as vectors [n, values], of long ones evenly spaced values only."""
    flat = inputs.reshape(len(inputs), -1)
    return flat[:, :: max(1, flat.shape[1] // REFERENCE_VALUES)]


def plot_residuals(values, predicted, output_dir):
    """Saves predicted against true values and the histogram of the errors."""
    figure, axes = plt.subplots(1, 2, figsize=(10, 4.5))
    axes[0].scatter(values, predicted, s=8, alpha=0.5)
    axes[0].axline((values.mean(), values.mean()), slope=1, color="black", linewidth=1)
    axes[0].set(xlabel="true", ylabel="predicted")
    axes[1].hist(predicted - values, bins=40)
    axes[1].set(xlabel="predicted - true")
    save_figure(figure, output_dir, "residuals")


def collect(dataset, state):
    """Returns the inputs and target values of a dataset; one pass keeps them aligned."""
    inputs, values = [], []
    for batch, targets in dataset:
        inputs.append(batch.numpy())
        values.append(restore_targets(targets, state))
    return np.concatenate(inputs), np.concatenate(values)


def score_baselines(train, test_inputs, test_values, state):
    """Returns the mean absolute error of the train mean and of ridge regression on some values."""
    inputs, values = [], []
    for batch, targets in train:
        values.append(restore_targets(targets, state))
        if sum(map(len, inputs)) < REFERENCE_ITEMS:
            inputs.append(thin(batch.numpy()))
    inputs, values = np.concatenate(inputs), np.concatenate(values)
    baseline = float(np.mean(np.abs(test_values - values.mean(axis=0))))
    reference = make_pipeline(StandardScaler(), Ridge(alpha=10.0))
    reference.fit(inputs, values[: len(inputs)])
    predicted = np.reshape(reference.predict(thin(test_inputs)), test_values.shape)
    return baseline, float(np.mean(np.abs(test_values - predicted)))


def plot_errors(inputs, values, predicted, output_dir):
    """Saves the items whose prediction is furthest off."""
    worst = np.argsort(-np.abs(predicted - values).mean(axis=1))[:9]
    titles = [f"{values[row, 0]:.4g}, said {predicted[row, 0]:.4g}" for row in worst]
    show_items(inputs[worst], titles, output_dir, "worst")


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    prepared = prepare(data_dir, limit=limit, state=state)
    inputs, values = collect(prepared.test, state)
    scores = model.predict(inputs, batch_size=256, verbose=0)
    predicted = restore_targets(scores, state)
    errors = np.abs(predicted - values)
    baseline, reference = score_baselines(prepared.train, inputs, values, state)
    metrics = {
        "metric": "mean_absolute_error",
        "higher_is_better": False,
        "model": float(errors.mean()),
        "baseline": baseline,
        "reference": reference,
        "baseline_name": "train mean",
        "reference_name": "ridge regression on the values",
        "test_size": len(values),
        "details": {
            "root_mean_squared_error": float(np.sqrt(np.mean(errors**2))),
            "r2": float(r2_score(values, predicted)) if len(values) > 1 else None,
            "mean_absolute_error_interval": bootstrap_interval(errors.mean(axis=1)),
        },
    }
    write_metrics(metrics, output_dir)
    plot_residuals(values.ravel(), predicted.ravel(), output_dir)
    plot_errors(inputs, values, predicted, output_dir)
    return metrics


# %% Inference
def example_input(data_dir):
    """Returns the array file to try the prediction with."""
    return data_dir / INPUT_FILE


def predict_scores(model, inputs, state):
    """Returns the model outputs [n, ...] of inputs [n, *INPUT_SHAPE], batch by batch."""
    scores = []
    for start in range(0, len(inputs), BATCH_SIZE):
        batch = load_batch(inputs, slice(start, start + BATCH_SIZE))
        scores.append(model.predict_on_batch(scale_inputs(batch, state)))
    return np.concatenate(scores)


def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with the predicted value or values of every item of an array file."""
    model, state = load_artifacts(output_dir)
    scores = predict_scores(model, read_inputs(input_path), state)
    values = restore_targets(scores, state)
    names = [f"prediction_{number}" for number in range(values.shape[1])]
    rows = pd.DataFrame(values, columns=names if len(names) > 1 else ["prediction"])
    rows.insert(0, "item", np.arange(len(rows)))
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows.to_csv(output_path, index=False)
    return output_path
