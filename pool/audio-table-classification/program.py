"""Classifies sounds that a table names, with a convolution and a GRU over mel spectrogram frames.

The data folder holds a table with file name and class, and the .wav files; the result is a class
and its probability per sound.
"""

# %% Imports
import json
import os
import struct
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf
from keras import layers
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
BATCH_SIZE = 32
EPOCHS = 20
LEARNING_RATE = 0.001
# Epochs without a better validation loss before training stops.
PATIENCE = 5
SEPARATOR = ","
SHUFFLE_BUFFER = 2048
CLASS_COUNT = 5
TABLE_FILE = "metadata.csv"
# Samples a second; clips of another rate are resampled.
SAMPLE_RATE = 16000
# Clips are cut or padded with silence to this length.
CLIP_SECONDS = 2
# Samples of one spectrum, samples from one spectrum to the next, and bands of the mel scale.
FFT_LENGTH = 1024
FRAME_STEP = 320
MEL_BINS = 64
# Decoded clips are kept in memory up to this many bytes a split, else they are read each epoch.
CACHE_BYTES = 2000000000
# The simple reference sees at most so many train clips.
REFERENCE_ITEMS = 2000
AUDIO_FOLDER = "audio"
AUDIO_COLUMN = "filename"
# What the column leaves out of the file name.
AUDIO_SUFFIX = ""
# Column of the class.
TARGET = "category"


# %% Data
def save_figure(figure, output_dir, name):
    """Writes a figure to output_dir/figures/name.png and frees it."""
    folder = output_dir / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    figure.tight_layout()
    figure.savefig(folder / f"{name}.png", dpi=120)
    plt.close(figure)


def keep_readable(paths):
    """Returns which files decode, bool [n]; the others are counted and named on standard error."""
    with ThreadPoolExecutor() as pool:
        readable = np.array(list(pool.map(is_readable, paths)), dtype=bool)
    skipped = [str(path) for path, good in zip(paths, readable, strict=True) if not good]
    if skipped:
        print(f"skipped {len(skipped)} unreadable: {', '.join(skipped[:20])}", file=sys.stderr)
    return readable


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


class Prepared(NamedTuple):
    """Batches of clips [n, samples] -1 to 1 with targets, and what train taught."""

    train: tf.data.Dataset
    validation: tf.data.Dataset
    test: tf.data.Dataset
    state: dict


def list_clips(folder):
    """Returns the .wav files at any depth below a folder, sorted; hidden files are left out."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() == ".wav"
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def decode_samples(data, code, bits):
    """Returns samples float32 [n] -1 to 1 from the bytes of 8 to 32 bit whole or float numbers."""
    width = bits // 8
    if (code, bits) not in {(1, 8), (1, 16), (1, 24), (1, 32), (3, 32), (3, 64)}:
        raise ValueError(f"unknown sample format {code} with {bits} bits")
    data = data[: len(data) // width * width]
    if code == 3:
        return np.frombuffer(data, f"<f{width}").astype("float32")
    if bits == 8:
        return (np.frombuffer(data, "u1").astype("float32") - 128) / 128
    if bits == 24:  # the upper three of four bytes
        whole = np.zeros((len(data) // 3, 4), dtype="u1")
        whole[:, 1:] = np.frombuffer(data, "u1").reshape(-1, 3)
        return whole.reshape(-1).view("<i4").astype("float32") / 2**31
    return np.frombuffer(data, f"<i{width}").astype("float32") / 2 ** (bits - 1)


def read_wav(path):
    """Returns the samples float32 [n] -1 to 1 of a .wav file, channels averaged, and its rate."""
    data = Path(os.fsdecode(path)).read_bytes()
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise ValueError(f"{path} is no .wav file")
    position, layout = 12, None
    while position + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, position)
        body = data[position + 8 : position + 8 + size]
        if name == b"fmt ":
            code, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", body)
            # The extensible format keeps the real code further on.
            layout = struct.unpack_from("<H", body, 24)[0] if code == 0xFFFE else code
        if name == b"data" and layout is not None:
            if 0 in (channels, rate):
                raise ValueError(f"{path} states no channels or no rate")
            samples = decode_samples(body, layout, bits)
            frames = samples[: len(samples) // channels * channels].reshape(-1, channels)
            return frames.mean(axis=1), rate
        position += 8 + size + size % 2
    raise ValueError(f"{path} holds no samples")


def read_clip(path):
    """Returns one .wav file as float32 [samples] at SAMPLE_RATE, cut or padded to CLIP_SECONDS."""
    samples, rate = read_wav(path)
    if len(samples) == 0:
        raise ValueError(f"{path} is empty")
    wanted = round(SAMPLE_RATE * CLIP_SECONDS)
    samples = samples[: round(rate * CLIP_SECONDS)]
    if rate != SAMPLE_RATE:  # keeps or drops the spectrum's upper end: no aliasing
        count = max(1, round(len(samples) * SAMPLE_RATE / rate))
        samples = np.fft.irfft(np.fft.rfft(samples), n=count) * (count / len(samples))
    samples = np.pad(samples[:wanted], (0, max(0, wanted - len(samples))))
    return np.nan_to_num(samples).astype("float32")


def is_readable(path):
    """Tells whether a .wav file can be read as a clip."""
    try:
        read_clip(path)
    except (OSError, ValueError, struct.error):
        return False
    return True


def load_data(data_dir):
    """Returns train, validation and test as batches of (clips, targets)."""
    return prepare(data_dir)[:3]


def plot_spectrograms(paths, numbers, class_names, output_dir):
    """Saves the mel spectrogram of one clip of each class, at most nine."""
    figure, axes = plt.subplots(3, 3, figsize=(9, 7))
    for axis in axes.flat:
        axis.axis("off")
    for axis, number in zip(axes.flat, np.unique(numbers), strict=False):
        clip = read_clip(paths[numbers == number][0])
        spectrum = np.asarray(make_spectrogram()(clip[None]))[0]
        axis.imshow(spectrum, origin="lower", aspect="auto")
        axis.set_title(class_names[number], fontsize=9)
    save_figure(figure, output_dir, "spectrograms")


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    class_names = state["class_names"] if state else find_class_names(data_dir)
    splits = split_files(data_dir, class_names, limit)
    state = state or {"class_names": class_names, "sizes": {"class_count": len(class_names)}}
    train = make_dataset(*splits["train"], batch_size, training=True)
    validation = make_dataset(*splits["validation"], batch_size)
    test = make_dataset(*splits["test"], batch_size)
    return Prepared(train, validation, test, state)


def open_table(path):
    """Returns the rows of a CSV, TSV, JSON Lines or Parquet file; its suffix decides."""
    if not path.is_file():
        found = ", ".join(sorted(file.name for file in path.parent.glob("*"))[:20]) or "nothing"
        raise SystemExit(f"expected a table at {path}, found beside it: {found}")
    suffix = path.suffix.lower()
    if suffix in {".parquet", ".pq"}:
        return pd.read_parquet(path)
    if suffix in {".json", ".jsonl", ".ndjson"}:
        lines = suffix != ".json"
        table = pd.read_json(path, lines=lines, dtype=False, convert_dates=False)
        return pd.json_normalize(table.to_dict("records"))
    options = {
        "sep": "\t" if suffix == ".tsv" else SEPARATOR,
        # Only an empty cell is missing: "NA", "None" and "null" can be texts and classes.
        "keep_default_na": False,
        "na_values": [""],
        "on_bad_lines": "warn",
        "low_memory": False,
    }
    try:
        return pd.read_csv(path, encoding="utf-8-sig", **options)
    except UnicodeDecodeError:
        return pd.read_csv(path, encoding="cp1252", encoding_errors="replace", **options)


def read_examples(data_dir):
    """Returns file paths [n] and class names [n]; rows without a class or a file are counted."""
    table = open_table(data_dir / TABLE_FILE)
    missing = [name for name in (AUDIO_COLUMN, TARGET) if name not in table.columns]
    if missing:
        raise SystemExit(f"expected columns {missing} in {TABLE_FILE}, found {list(table.columns)}")
    rows = table[[AUDIO_COLUMN, TARGET]].dropna()
    names = rows[AUDIO_COLUMN].astype(str) + AUDIO_SUFFIX
    paths = np.array([str(data_dir / AUDIO_FOLDER / name) for name in names])
    labels = rows[TARGET].convert_dtypes().astype(str).to_numpy(dtype=object)
    present = np.array([Path(path).is_file() for path in paths], dtype=bool)
    if present.sum() < len(table):
        print(f"skipped {len(table) - present.sum()} rows without class or file", file=sys.stderr)
    if not present.any():
        raise SystemExit(f"expected the files of {AUDIO_COLUMN} in {data_dir / AUDIO_FOLDER}")
    return paths[present], labels[present]


def find_class_names(data_dir):
    """Returns the sorted names of the classes that have at least one file."""
    class_names = [str(name) for name in np.unique(read_examples(data_dir)[1])]
    if len(class_names) < 2:
        raise SystemExit(f"expected two or more classes in {TARGET}, found: {class_names}")
    return class_names


def split_files(data_dir, class_names, limit=None):
    """Returns {split: (file paths [n], class numbers [n])}, readable files only."""
    paths, labels = read_examples(data_dir)
    known = np.isin(labels.astype(str), class_names)
    paths, labels = paths[known], labels[known]
    numbers = np.array([class_names.index(label) for label in labels], dtype="int32")
    splits = {}
    for split, rows in zip(("train", "validation", "test"), split_by_class(numbers), strict=True):
        rows = rows[:limit]
        rows = rows[keep_readable(paths[rows])]
        if len(rows) == 0:
            raise SystemExit(
                f"expected readable {split} images in {data_dir / AUDIO_FOLDER}, found none"
            )
        splits[split] = (paths[rows], numbers[rows])
    return splits


def describe(data_dir, output_dir):
    """Prints clips per split and class, durations and rates; saves bars and spectrograms."""
    class_names = find_class_names(data_dir)
    splits = split_files(data_dir, class_names)
    counts = pd.DataFrame(
        {
            split: np.bincount(numbers, minlength=len(class_names))
            for split, (_, numbers) in splits.items()
        },
        index=class_names,
    )
    print(counts, counts.sum().rename("items per split"), sep="\n\n")
    paths, numbers = splits["train"]
    clips = [read_wav(path) for path in paths[:500]]
    seconds = [len(samples) / rate for samples, rate in clips]
    print(f"{min(seconds):.2f} to {max(seconds):.2f} seconds, used as {CLIP_SECONDS}")
    print(f"rates {sorted({rate for _, rate in clips})} Hz, used as {SAMPLE_RATE}")
    axis = counts.plot.bar(stacked=True, figsize=(8, 4), xlabel="class", ylabel="clips")
    save_figure(axis.figure, output_dir, "classes")
    plot_spectrograms(paths, numbers, class_names, output_dir)


# %% Preprocessing
def encode_labels(numbers):
    """Returns training targets [n] for class numbers [n]."""
    return np.asarray(numbers, dtype="int32")


def label_numbers(targets):
    """Returns class numbers [n] for training targets."""
    return np.asarray(targets, dtype="int32")


def make_spectrogram():
    """Returns the layer that turns clips [n, samples] into decibels [n, MEL_BINS, frames]."""
    return layers.MelSpectrogram(
        fft_length=FFT_LENGTH,
        sequence_stride=FRAME_STEP,
        sampling_rate=SAMPLE_RATE,
        num_mel_bins=MEL_BINS,
    )


def load_item(path, target):
    """Reads one clip inside a tf.data pipeline: path -> float32 [samples]."""
    clip = tf.numpy_function(read_clip, [path], tf.float32)
    return tf.ensure_shape(clip, (round(SAMPLE_RATE * CLIP_SECONDS),)), target


def make_dataset(paths, numbers, batch_size, training=False):
    """Returns batches of (clips [n, samples] -1 to 1, targets); train is shuffled."""
    dataset = tf.data.Dataset.from_tensor_slices((paths, encode_labels(numbers)))
    dataset = dataset.map(load_item, num_parallel_calls=tf.data.AUTOTUNE)
    if 4 * len(paths) * SAMPLE_RATE * CLIP_SECONDS <= CACHE_BYTES:
        dataset = dataset.cache()
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Model
def mel_features(inputs):
    """Returns log mel spectrograms, about -2 to 1, [n, frames, MEL_BINS] of clips."""
    features = layers.Permute((2, 1))(make_spectrogram()(inputs))
    return layers.Rescaling(1 / 50)(features)


def build_model(class_count=CLASS_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled network: clips [n, samples] -1 to 1 -> [n, class_count]."""
    inputs = keras.Input((round(SAMPLE_RATE * CLIP_SECONDS),))
    features = mel_features(inputs)
    features = layers.Conv1D(64, 5, strides=2, padding="same", activation="relu")(features)
    features = layers.BatchNormalization(momentum=0.9)(features)
    features = layers.Bidirectional(layers.GRU(48))(features)
    features = layers.Dropout(0.3)(features)
    features = layers.Dense(64, activation="relu")(features)
    features = layers.Dropout(0.3)(features)
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


def collect(model, dataset):
    """Returns clips, class numbers and model outputs of a dataset; one pass keeps them aligned."""
    clips, numbers, scores = [], [], []
    for batch, targets in dataset:
        clips.append(batch.numpy())
        numbers.append(label_numbers(targets))
        scores.append(model.predict_on_batch(batch))
    return np.concatenate(clips), np.concatenate(numbers), np.concatenate(scores)


def mean_spectra(clips):
    """Returns mean and spread over time of each mel band, [n, 2 * MEL_BINS], of clips."""
    spectra = np.asarray(make_spectrogram()(clips))
    return np.concatenate([spectra.mean(axis=2), spectra.std(axis=2)], axis=1)


def score_baselines(train, test_clips, test_numbers):
    """Returns the accuracy of the majority class and of logistic regression on mean spectra."""
    spectra, numbers = [], []
    for clips, targets in train:
        numbers.append(label_numbers(targets))
        if sum(map(len, spectra)) < REFERENCE_ITEMS:
            spectra.append(mean_spectra(clips))
    spectra, numbers = np.concatenate(spectra), np.concatenate(numbers)
    majority = np.bincount(numbers).argmax()
    baseline = float(np.mean(test_numbers == majority))
    if len(np.unique(numbers[: len(spectra)])) < 2:
        return baseline, None
    reference = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=500))
    reference.fit(spectra, numbers[: len(spectra)])
    return baseline, float(reference.score(mean_spectra(test_clips), test_numbers))


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    class_names = state["class_names"]
    prepared = prepare(data_dir, limit=limit, state=state)
    clips, numbers, scores = collect(model, prepared.test)
    predicted = predicted_numbers(scores)
    baseline, reference = score_baselines(prepared.train, clips, numbers)
    metrics = {
        "metric": "accuracy",
        "higher_is_better": True,
        "model": float(np.mean(predicted == numbers)),
        "baseline": baseline,
        "reference": reference,
        "baseline_name": "majority class",
        "reference_name": "logistic regression on mean spectra",
        "test_size": len(numbers),
        "details": {
            "macro_f1": float(f1_score(numbers, predicted, average="macro", zero_division=0)),
            "accuracy_interval": bootstrap_interval(predicted == numbers),
        },
    }
    write_metrics(metrics, output_dir)
    report_classes(numbers, predicted, class_names, output_dir)
    return metrics


# %% Inference
def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with class and probabilities for one .wav file or a folder of them."""
    model, state = load_artifacts(output_dir)
    class_names = state["class_names"]
    found = list_clips(input_path) if input_path.is_dir() else [input_path]
    paths = [path for path, good in zip(found, keep_readable(found), strict=True) if good]
    if not paths:
        raise SystemExit(f"expected a .wav file or a folder of them at {input_path}, found none")
    scores = []
    for start in range(0, len(paths), BATCH_SIZE):
        clips = np.stack([read_clip(path) for path in paths[start : start + BATCH_SIZE]])
        scores.append(model.predict_on_batch(clips))
    scores = np.concatenate(scores)
    rows = pd.DataFrame({"file": [str(path) for path in paths]})
    rows["prediction"] = [class_names[number] for number in predicted_numbers(scores)]
    rows[[f"probability_{name}" for name in class_names]] = class_scores(scores)
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows.to_csv(output_path, index=False)
    return output_path


def example_input(data_dir):
    """Returns one .wav file of the data, to try the prediction with."""
    return next(path for path in list_clips(data_dir / AUDIO_FOLDER) if is_readable(path))
