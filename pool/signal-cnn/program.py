"""Classifies signals that stand one a row in a table, with a one-dimensional convolutional network.

The table holds the steps of a signal and its class a row; the result is a class and how sure it is.
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
from pandas.api.types import is_float_dtype
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (
    ConfusionMatrixDisplay,
    classification_report,
    confusion_matrix,
    f1_score,
)
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

# %% Configuration
SEED = 42
VALIDATION_SHARE = 0.15
TEST_SHARE = 0.15
BATCH_SIZE = 64
EPOCHS = 40
LEARNING_RATE = 0.001
# Epochs without a better validation loss before training stops.
PATIENCE = 8
SEPARATOR = ","
SHUFFLE_BUFFER = 20000
CLASS_COUNT = 4
# File below the data folder; None is train.csv or the only table there.
TABLE_FILE = "beats.csv"
TABLE_SUFFIXES = (".csv", ".tsv", ".parquet", ".pq")
# Column of the class, a name or a position; None is the last one.
TARGET = None
# Whether the first line holds column names.
HEADER = False
# Steps of a signal: longer ones are cut, shorter ones filled with zeros.
SIGNAL_LENGTH = 128
# The simple reference learns from at most so many train signals.
REFERENCE_ITEMS = 5000


# %% Data
def save_figure(figure, output_dir, name):
    """Writes a figure to output_dir/figures/name.png and frees it."""
    folder = output_dir / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    figure.tight_layout()
    figure.savefig(folder / f"{name}.png", dpi=120)
    plt.close(figure)


def split_by_class(numbers, validation_share=VALIDATION_SHARE, test_share=TEST_SHARE):
    """Returns shuffled rows of train, validation and test, in the same shares for every class."""
    generator = np.random.default_rng(SEED)
    parts = []
    for number in np.unique(numbers):
        members = generator.permutation(np.flatnonzero(numbers == number))
        # From three items on, a class is present in every split.
        fewest = 1 if len(members) >= 3 else 0
        shares = (validation_share, test_share)
        sizes = [max(fewest, round(len(members) * share)) if share else 0 for share in shares]
        validation, test, train = np.split(members, np.cumsum(sizes))
        parts.append((train, validation, test))
    return [generator.permutation(np.concatenate(part)) for part in zip(*parts, strict=True)]


def load_data(data_dir):
    """Returns train, validation and test as batches of (inputs, targets)."""
    return prepare(data_dir)[:3]


def to_text(values):
    """Returns a column as text, missing values kept; the number 3.0 becomes "3"."""
    text = values.astype("string")
    return text.str.removesuffix(".0") if is_float_dtype(values) else text


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


def find_class_names(labels):
    """Returns the sorted class names of labels [n]; numbers sort by value."""
    names = sorted(labels.dropna().unique())
    if len(names) < 2:
        raise SystemExit(f"expected two or more classes in the target, found: {names}")
    try:
        return sorted(names, key=float)
    except ValueError:
        return names


class Prepared(NamedTuple):
    """Batches of (signals [n, length, 1], targets), and what train taught."""

    train: tf.data.Dataset
    validation: tf.data.Dataset
    test: tf.data.Dataset
    state: dict


def read_csv(path):
    """Returns a table of separated values, with or without a line of column names."""
    separator = "\t" if path.suffix.lower() == ".tsv" else SEPARATOR
    header = 0 if HEADER else None
    # index_col: a separator at the end of each row must not shift the columns.
    options = {"sep": separator, "header": header, "index_col": False, "low_memory": False}
    return pd.read_csv(path, encoding="utf-8-sig", skipinitialspace=True, **options)


def read_table(path):
    """Returns a table of one signal a row, its columns named as text."""
    readers = {".parquet": pd.read_parquet, ".pq": pd.read_parquet}
    try:
        table = readers.get(path.suffix.lower(), read_csv)(path)
    except (OSError, ValueError) as error:
        raise SystemExit(f"expected a table at {path}, found: {error}") from error
    table.columns = [str(name).strip() for name in table.columns]
    return table


def find_target(table):
    """Returns the name of the target column, the last one where TARGET is None."""
    target = table.columns[-1] if TARGET is None else str(TARGET).strip()
    if target not in table:
        found = ", ".join(table.columns[:20])
        raise SystemExit(f"expected the column {target}, found: {found}")
    return target


def read_signals(table, target):
    """Returns the other columns as signals float32 [n, length, 1], cut or filled up at the end."""
    names = [name for name in table if name != target and not name.startswith("Unnamed:")]
    signals = table[names].apply(pd.to_numeric, errors="coerce")
    # A column of words, such as a name of the signal, is no point of it.
    signals = signals.loc[:, signals.notna().any() | table[names].isna().all()]
    # A gap takes the value before it; a signal that ends early is filled with zeros.
    signals = signals.replace([np.inf, -np.inf], np.nan).interpolate(axis=1, limit_area="inside")
    signals = signals.fillna(0.0).to_numpy("float32")[:, :SIGNAL_LENGTH]
    padding = SIGNAL_LENGTH - signals.shape[1]
    return np.pad(signals, ((0, 0), (0, padding)))[..., np.newaxis]


def split_table(data_dir, limit=None, class_names=None):
    """Returns {split: (signals [n, length, 1], class numbers [n])} and the class names."""
    table = read_table(find_table(data_dir))
    target = find_target(table)
    labels = to_text(table[target])
    class_names = class_names or find_class_names(labels)
    labels = labels.where(labels.isin(class_names))
    if labels.isna().any():
        print(f"skipped {labels.isna().sum()} rows without {target}", file=sys.stderr)
    signals = read_signals(table[labels.notna()], target)
    numbers = pd.Categorical(labels.dropna(), categories=class_names).codes.astype("int32")
    splits = {}
    for split, rows in zip(("train", "validation", "test"), split_by_class(numbers), strict=True):
        if len(rows) == 0:
            raise SystemExit(f"expected rows for the {split} split, found only {len(table)} rows")
        splits[split] = (signals[rows[:limit]], numbers[rows[:limit]])
    return splits, target, class_names


def learn_state(signals, target, class_names):
    """Returns what the train signals teach, JSON-ready: one mean and deviation of all steps."""
    state = {"target": target, "class_names": class_names}
    state |= {"mean": float(signals.mean()), "deviation": float(signals.std()) or 1.0}
    return state | {"sizes": {"class_count": len(class_names)}}


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    class_names = state["class_names"] if state else None
    splits, target, class_names = split_table(data_dir, limit, class_names)
    state = state or learn_state(splits["train"][0], target, class_names)
    datasets = {
        split: make_dataset(
            scale_signals(signals, state), encode_labels(numbers), batch_size, split == "train"
        )
        for split, (signals, numbers) in splits.items()
    }
    return Prepared(**datasets, state=state)


def show_signals(signals, titles, output_dir, name):
    """Saves nine signals [n, length, 1] with their titles as a 3x3 grid."""
    figure, axes = plt.subplots(3, 3, figsize=(10, 7))
    for axis, signal, title in zip(axes.flat, signals, titles, strict=False):
        axis.plot(signal[:, 0], linewidth=0.8)
        axis.set_title(title, fontsize=9)
    save_figure(figure, output_dir, name)


def describe(data_dir, output_dir):
    """Prints signals per split and class and their range; saves class bars and samples."""
    splits, target, class_names = split_table(data_dir)
    counts = {
        split: np.bincount(numbers, minlength=len(class_names))
        for split, (_, numbers) in splits.items()
    }
    counts = pd.DataFrame(counts, index=class_names)
    print(counts, counts.sum().rename("all"), sep="\n")
    signals, numbers = splits["train"]
    print(f"{SIGNAL_LENGTH} steps from {signals.min():.4g} to {signals.max():.4g}")
    axis = counts.plot.bar(stacked=True, figsize=(8, 4), xlabel=target, ylabel="signals")
    save_figure(axis.figure, output_dir, "classes")
    titles = [class_names[number] for number in numbers[:9]]
    show_signals(signals[:9], titles, output_dir, "samples")


# %% Preprocessing
def encode_labels(numbers):
    """Returns training targets [n] for class numbers [n]."""
    return np.asarray(numbers, dtype="int32")


def label_numbers(targets):
    """Returns class numbers [n] for training targets."""
    return np.asarray(targets, dtype="int32")


def scale_signals(signals, state):
    """Returns standardised signals, float32 [n, length, 1]."""
    return ((signals - state["mean"]) / state["deviation"]).astype("float32")


def make_dataset(signals, targets, batch_size, training=False):
    """Returns batches of (signals [n, length, 1], targets)."""
    dataset = tf.data.Dataset.from_tensor_slices((signals, targets))
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Model
def build_model(class_count=CLASS_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled network: signals [n, length, 1] -> class probabilities [n, k]."""
    inputs = keras.Input((SIGNAL_LENGTH, 1))
    features = layers.Conv1D(32, 7, padding="same", activation="relu")(inputs)
    features = layers.MaxPooling1D(2, padding="same")(features)
    features = layers.Conv1D(64, 5, padding="same", activation="relu")(features)
    features = layers.MaxPooling1D(2, padding="same")(features)
    features = layers.Conv1D(128, 3, padding="same", activation="relu")(features)
    features = layers.GlobalMaxPooling1D()(features)
    features = layers.Dropout(0.3)(features)
    features = layers.Dense(64, activation="relu")(features)
    outputs = layers.Dense(class_count, activation="softmax")(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
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


def report_classes(numbers, predicted, class_names, output_dir):
    """Prints precision and recall of each class and saves the confusion matrix as class shares."""
    every = {"labels": range(len(class_names))}
    names = {"target_names": class_names, "zero_division": 0}
    print(classification_report(numbers, predicted, **every, **names))
    side = max(5, 0.4 * len(class_names))
    figure, axis = plt.subplots(figsize=(side, side))
    matrix = confusion_matrix(numbers, predicted, **every, normalize="true")
    display = ConfusionMatrixDisplay(matrix, display_labels=class_names)
    display.plot(ax=axis, cmap="Blues", xticks_rotation="vertical", colorbar=False)
    save_figure(figure, output_dir, "confusion")


def predicted_numbers(scores):
    """Returns class numbers [n] for model outputs [n, class_count]."""
    return np.argmax(scores, axis=-1)


def class_scores(scores):
    """Returns class probabilities [n, class_count] for model outputs."""
    return np.asarray(scores)


def collect(dataset):
    """Returns the signals and class numbers of a dataset; one pass keeps them aligned."""
    signals, numbers = [], []
    for batch, targets in dataset:
        signals.append(batch.numpy())
        numbers.append(label_numbers(targets))
    return np.concatenate(signals), np.concatenate(numbers)


def score_baselines(train, test_signals, test_numbers):
    """Returns the accuracy of the majority class and of logistic regression on the steps."""
    signals, numbers = collect(train)
    majority = np.bincount(numbers).argmax()
    baseline = float(np.mean(test_numbers == majority))
    signals, numbers = signals[:REFERENCE_ITEMS, :, 0], numbers[:REFERENCE_ITEMS]
    if len(np.unique(numbers)) < 2:
        return baseline, None
    reference = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=500))
    reference.fit(signals, numbers)
    return baseline, float(reference.score(test_signals[:, :, 0], test_numbers))


def plot_errors(signals, numbers, scores, class_names, output_dir):
    """Saves the signals whose true class got the least probability."""
    probabilities = class_scores(scores)
    predicted = predicted_numbers(scores)
    worst = np.argsort(probabilities[np.arange(len(numbers)), numbers])[:9]
    titles = [f"{class_names[numbers[row]]}, said {class_names[predicted[row]]}" for row in worst]
    show_signals(signals[worst], titles, output_dir, "worst")


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    class_names = state["class_names"]
    prepared = prepare(data_dir, limit=limit, state=state)
    signals, numbers = collect(prepared.test)
    scores = model.predict(signals, batch_size=1024, verbose=0)
    predicted = predicted_numbers(scores)
    baseline, reference = score_baselines(prepared.train, signals, numbers)
    metrics = {
        "metric": "accuracy",
        "higher_is_better": True,
        "model": float(np.mean(predicted == numbers)),
        "baseline": baseline,
        "reference": reference,
        "baseline_name": "majority class",
        "reference_name": "logistic regression on the steps",
        "test_size": len(numbers),
        "details": {
            "macro_f1": float(f1_score(numbers, predicted, average="macro", zero_division=0)),
            "accuracy_interval": bootstrap_interval(predicted == numbers),
        },
    }
    write_metrics(metrics, output_dir)
    report_classes(numbers, predicted, class_names, output_dir)
    plot_errors(signals, numbers, scores, class_names, output_dir)
    return metrics


# %% Inference
def example_input(data_dir):
    """Returns the table to try the prediction with."""
    return find_table(data_dir)


def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with class and probabilities of every signal of a table."""
    model, state = load_artifacts(output_dir)
    class_names = state["class_names"]
    table = read_table(input_path)
    signals = scale_signals(read_signals(table, state["target"]), state)
    scores = model.predict(signals, batch_size=1024, verbose=0)
    rows = pd.DataFrame({"row": np.arange(1, len(scores) + 1)})
    rows["prediction"] = np.array(class_names)[predicted_numbers(scores)]
    rows[[f"probability_{name}" for name in class_names]] = class_scores(scores)
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows.to_csv(output_path, index=False)
    return output_path
