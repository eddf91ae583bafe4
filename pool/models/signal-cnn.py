"""What the program signal-cnn alone has."""


# %% Imports
from keras import layers
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from typing import NamedTuple
import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import sys
import tensorflow as tf


# %% Configuration
# Column of the class, a name or a position; None is the last one.
TARGET = None
# Whether the first line holds column names.
HEADER = False
# Steps of a signal: longer ones are cut, shorter ones filled with zeros.
SIGNAL_LENGTH = 128
# The simple reference learns from at most so many train signals.
REFERENCE_ITEMS = 5000


# %% Data
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


# %% Evaluation
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
