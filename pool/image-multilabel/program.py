"""Finds which of several labels apply to an image, with a small convolutional network.

A table names each image file and its labels; the result is a probability for each label.
"""

# %% Imports
import json
import math
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf
from PIL import Image, ImageOps
from keras import layers
from sklearn.linear_model import Ridge
from sklearn.metrics import average_precision_score, classification_report, f1_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

# %% Configuration
SEED = 42
VALIDATION_SHARE = 0.15
TEST_SHARE = 0.15
BATCH_SIZE = 32
EPOCHS = 40
LEARNING_RATE = 0.001
# Epochs without a better validation loss before training stops.
PATIENCE = 10
SEPARATOR = ","
SHUFFLE_BUFFER = 2048
CLASS_COUNT = 4
CHANNELS = 3
IMAGE_SUFFIXES = (".bmp", ".gif", ".jpeg", ".jpg", ".png", ".ppm", ".tif", ".tiff", ".webp")
COLOUR_MODES = {1: "L", 3: "RGB", 4: "RGBA"}
# Height and width in pixels.
IMAGE_SIZE = (64, 64)
# Decoded images of a split stay in memory up to this many bytes; more are read again each epoch.
CACHE_BYTES = 2_000_000_000
# The simple reference sees thumbnails of this side, from at most so many train images.
REFERENCE_SIDE = 16
REFERENCE_ITEMS = 2000
IMAGE_FOLDER = "images"
IMAGE_COLUMN = "image"
# What the column's value lacks of the file name.
IMAGE_SUFFIX = ""
# The table that names images, and the folder that holds them ("" is the data folder).
TABLE_FILE = "labels.csv"
# A label is given from this probability on.
THRESHOLD = 0.5
# One column of 0 and 1 for each label, or one column of words with a separator between them.
TARGET = ("red", "round", "striped", "large")
LABEL_SEPARATOR = " "


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


def list_images(folder):
    """Returns the image files at any depth below a folder, sorted; hidden files are left out."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in IMAGE_SUFFIXES
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def is_readable(path):
    """Tells whether an image file decodes to its last row."""
    try:
        read_image(path)
    except (OSError, EOFError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    return True


def read_image(path):
    """Returns one image file as uint8 [height, width, channels], whatever its format and depth."""
    with Image.open(path) as image:
        # JPEG files decode several times faster at a reduced scale that is still large enough.
        image.draft(None, (2 * max(IMAGE_SIZE), 2 * max(IMAGE_SIZE)))
        image = ImageOps.exif_transpose(image)
        if image.mode[0] in "IF":  # 16-bit and float pixels: stretch the file's own range to 0-255
            pixels = np.asarray(image, "float32")
            pixels = (pixels - pixels.min()) * 255 / max(float(np.ptp(pixels)), 1e-6)
            image = Image.fromarray(pixels.astype("uint8"))
        image = image.convert(COLOUR_MODES[CHANNELS])
        image = image.resize(IMAGE_SIZE[::-1], Image.Resampling.BILINEAR)
    return np.asarray(image, "uint8").reshape(*IMAGE_SIZE, CHANNELS)


def file_size(path):
    """Returns height and width of an image file in pixels, from its header alone."""
    with Image.open(path) as image:
        return image.height, image.width


def show_grid(images, titles, output_dir, name):
    """Saves nine images [n, height, width, channels] 0-255 with their titles as a 3x3 grid."""
    figure, axes = plt.subplots(3, 3, figsize=(8, 8))
    for axis in axes.flat:
        axis.axis("off")
    for axis, image, title in zip(axes.flat, images, titles, strict=False):
        axis.imshow(np.squeeze(image), cmap="gray", vmin=0, vmax=255)
        axis.set_title(title, fontsize=9)
    save_figure(figure, output_dir, name)


def load_data(data_dir):
    """Returns train, validation and test as batches of (images, targets)."""
    return prepare(data_dir)[:3]


class Prepared(NamedTuple):
    """Batches of images [n, height, width, channels] 0-255 with targets, and what train taught."""

    train: tf.data.Dataset
    validation: tf.data.Dataset
    test: tf.data.Dataset
    state: dict


def split_rows(count):
    """Returns shuffled rows of train, validation and test for a number of items."""
    order = np.random.default_rng(SEED).permutation(count)
    sizes = [max(1, round(count * share)) for share in (VALIDATION_SHARE, TEST_SHARE)]
    validation, test, train = np.split(order, np.cumsum(sizes))
    return train, validation, test


def locate_images(folder, names):
    """Returns the file of each name, or None; nested folders and other suffixes are found too."""
    files = {}
    for path in list_images(folder):
        for key in (path.relative_to(folder).as_posix(), path.name, path.stem):
            files.setdefault(key.lower(), str(path))
    wanted = [f"{name.strip()}{IMAGE_SUFFIX}".lower() for name in names]
    keys = [(name, Path(name).name, Path(name).stem) for name in wanted]
    return [next((files[key] for key in row if key in files), None) for row in keys]


def open_table(path):
    """Returns the rows of a delimited table as text."""
    if not path.is_file():
        found = ", ".join(sorted(entry.name for entry in path.parent.glob("*"))[:20]) or "nothing"
        raise SystemExit(f"expected the table {path}, found in its folder: {found}")
    try:
        return pd.read_csv(path, sep=SEPARATOR, dtype=str, encoding="utf-8-sig")
    except UnicodeDecodeError:
        return pd.read_csv(
            path, sep=SEPARATOR, dtype=str, encoding="cp1252", encoding_errors="replace"
        )


def target_columns():
    """Returns the names of the target columns: one of words, or one of 0 and 1 for each label."""
    return [TARGET] if isinstance(TARGET, str) else list(TARGET)


def read_table(data_dir):
    """Returns the table as text, one row per image, with its file in "path"."""
    path = data_dir / TABLE_FILE
    table = open_table(path)
    needed = [IMAGE_COLUMN, *target_columns()]
    if missing := [column for column in needed if column not in table]:
        raise SystemExit(f"expected the columns {missing} in {path}, found: {list(table)}")
    table = table.dropna(subset=IMAGE_COLUMN).drop_duplicates(IMAGE_COLUMN)
    table["path"] = locate_images(data_dir / IMAGE_FOLDER, table[IMAGE_COLUMN])
    absent = table.loc[table["path"].isna(), IMAGE_COLUMN]
    if len(absent):
        print(f"skipped {len(absent)} without a file: {', '.join(absent[:20])}", file=sys.stderr)
    table = table.dropna(subset="path").reset_index(drop=True)
    if table.empty:
        raise SystemExit(f"expected the images of {path} in {data_dir / IMAGE_FOLDER}, found none")
    return table


def read_labels(table):
    """Returns a frame of 0 and 1 [n, labels] from 0/1 columns or from one column of words."""
    if isinstance(TARGET, str):
        words = table[TARGET].fillna("").str.split(LABEL_SEPARATOR, regex=False)
        words = words.map(lambda row: "|".join(sorted({word.strip() for word in row} - {""})))
        return words.str.get_dummies("|").astype("float32")
    numbers = table[list(TARGET)].apply(pd.to_numeric, errors="coerce").fillna(0)
    return (numbers > 0.5).astype("float32")


def split_files(data_dir, label_names, limit=None):
    """Returns {split: (file paths [n], labels [n, labels] of 0 and 1)}, readable files only."""
    table = read_table(data_dir)
    paths = table["path"].to_numpy(dtype=str)
    targets = read_labels(table).reindex(columns=label_names, fill_value=0).to_numpy()
    splits = {}
    for split, rows in zip(("train", "validation", "test"), split_rows(len(paths)), strict=True):
        rows = rows[:limit]
        rows = rows[keep_readable(paths[rows])]
        if len(rows) == 0:
            raise SystemExit(f"expected readable {split} images in {data_dir}, found none")
        splits[split] = (paths[rows], targets[rows])
    return splits


def find_label_names(data_dir):
    """Returns the label names, in the order of the model's outputs."""
    label_names = list(read_labels(read_table(data_dir)))
    if not label_names:
        raise SystemExit(f"expected labels in {target_columns()} of {TABLE_FILE}, found none")
    return label_names


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    label_names = state["label_names"] if state else find_label_names(data_dir)
    splits = split_files(data_dir, label_names, limit)
    state = state or {"label_names": label_names, "sizes": {"class_count": len(label_names)}}
    train = make_dataset(*splits["train"], batch_size, training=True)
    validation = make_dataset(*splits["validation"], batch_size)
    test = make_dataset(*splits["test"], batch_size)
    return Prepared(train, validation, test, state)


def join_labels(label_names, flags):
    """Returns the names of the labels [labels] that are set, as one text."""
    return " ".join(name for name, flag in zip(label_names, flags, strict=True) if flag) or "none"


def describe(data_dir, output_dir):
    """Prints items per split and label and the image sizes; saves label bars and samples."""
    label_names = find_label_names(data_dir)
    splits = split_files(data_dir, label_names)
    counts = {split: flags.sum(axis=0).astype(int) for split, (_, flags) in splits.items()}
    counts = pd.DataFrame(counts, index=label_names)
    print(counts, {split: len(paths) for split, (paths, _) in splits.items()}, sep="\n")
    paths, flags = splits["train"]
    sizes = np.array([file_size(path) for path in paths[:500]])
    print(f"height x width from {sizes.min(axis=0)} to {sizes.max(axis=0)}, used as {IMAGE_SIZE}")
    axis = counts.plot.bar(stacked=True, figsize=(8, 4), xlabel="label", ylabel="images")
    save_figure(axis.figure, output_dir, "labels")
    titles = [join_labels(label_names, row) for row in flags[:9]]
    show_grid([read_image(path) for path in paths[:9]], titles, output_dir, "samples")


# %% Preprocessing
def load_item(path, target):
    """Reads one image inside a tf.data pipeline: path -> uint8 [height, width, channels]."""
    image = tf.numpy_function(read_image, [path], tf.uint8)
    return tf.ensure_shape(image, (*IMAGE_SIZE, CHANNELS)), target


def make_dataset(paths, targets, batch_size, training=False):
    """Returns batches of (uint8 images [n, height, width, channels], targets)."""
    dataset = tf.data.Dataset.from_tensor_slices((paths, targets))
    dataset = dataset.map(load_item, num_parallel_calls=tf.data.AUTOTUNE)
    if len(paths) * math.prod(IMAGE_SIZE) * CHANNELS <= CACHE_BYTES:
        dataset = dataset.cache()
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Model
def build_model(class_count=CLASS_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled network: images [n, height, width, channels] 0-255 -> labels [n, k]."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = layers.Rescaling(1 / 255)(inputs)
    features = layers.Conv2D(32, (3, 3), padding="same", activation="relu")(features)
    features = layers.MaxPooling2D((2, 2))(features)
    features = layers.Conv2D(64, (3, 3), padding="same", activation="relu")(features)
    features = layers.MaxPooling2D((2, 2))(features)
    features = layers.Conv2D(64, (3, 3), padding="same", activation="relu")(features)
    features = layers.MaxPooling2D((2, 2))(features)
    features = layers.Flatten()(features)
    features = layers.Dense(128, activation="relu")(features)
    features = layers.Dropout(0.3)(features)
    outputs = layers.Dense(class_count, activation="sigmoid")(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="binary_crossentropy",
        metrics=["binary_accuracy"],
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


def thumbnails(images):
    """Returns mean-pooled thumbnails [n, values] of images [n, height, width, channels] 0-255."""
    small = tf.image.resize(images, (REFERENCE_SIDE, REFERENCE_SIDE), method="area")
    return small.numpy().reshape(len(images), -1)


def collect(model, dataset):
    """Returns images, targets and model outputs of a dataset; one pass keeps them aligned."""
    images, targets, scores = [], [], []
    for batch, batch_targets in dataset:
        images.append(batch.numpy().astype("uint8"))
        targets.append(batch_targets.numpy())
        scores.append(model.predict_on_batch(batch))
    return np.concatenate(images), np.concatenate(targets), np.concatenate(scores)


def macro_precision(flags, scores):
    """Returns the mean over labels of the average precision of scores [n, labels]."""
    present = flags.any(axis=0)  # a label that no test item has cannot be ranked
    return float(average_precision_score(flags[:, present], scores[:, present], average="macro"))


def score_baselines(train, test_images, test_flags):
    """Returns the macro average precision of label frequency and of regression on thumbnails."""
    pixels, flags = [], []
    for images, targets in train:
        flags.append(targets.numpy())
        if sum(map(len, pixels)) < REFERENCE_ITEMS:
            pixels.append(thumbnails(images))
    pixels, flags = np.concatenate(pixels), np.concatenate(flags)
    baseline = macro_precision(test_flags, np.tile(flags.mean(axis=0), (len(test_flags), 1)))
    reference = make_pipeline(StandardScaler(), Ridge(alpha=100.0))
    reference.fit(pixels, flags[: len(pixels)])
    estimates = reference.predict(thumbnails(test_images)).reshape(test_flags.shape)
    return baseline, macro_precision(test_flags, estimates)


def report_labels(flags, scores, label_names, output_dir):
    """Prints precision and recall of each label and saves average precision as bars."""
    chosen = (scores >= THRESHOLD).astype(int)
    print(classification_report(flags, chosen, target_names=label_names, zero_division=0))
    bars = {
        name: average_precision_score(flags[:, label], scores[:, label])
        for label, name in enumerate(label_names)
        if flags[:, label].any()
    }
    axis = pd.Series(bars).plot.bar(figsize=(8, 4), xlabel="label", ylabel="average precision")
    save_figure(axis.figure, output_dir, "average_precision")


def plot_errors(images, flags, scores, label_names, output_dir):
    """Saves the images whose labels the model got most wrong."""
    worst = np.argsort(-np.abs(flags - scores).mean(axis=1))[:9]
    names = [(flags[row], scores[row] >= THRESHOLD) for row in worst]
    titles = [
        f"{join_labels(label_names, true)},\nsaid {join_labels(label_names, said)}"
        for true, said in names
    ]
    show_grid(images[worst], titles, output_dir, "worst")


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    label_names = state["label_names"]
    prepared = prepare(data_dir, limit=limit, state=state)
    images, flags, scores = collect(model, prepared.test)
    chosen = scores >= THRESHOLD
    baseline, reference = score_baselines(prepared.train, images, flags)
    metrics = {
        "metric": "macro_average_precision",
        "higher_is_better": True,
        "model": macro_precision(flags, scores),
        "baseline": baseline,
        "reference": reference,
        "baseline_name": "label frequency",
        "reference_name": "ridge regression on thumbnails",
        "test_size": len(flags),
        "details": {
            "macro_f1": float(f1_score(flags, chosen, average="macro", zero_division=0)),
            "label_accuracy": float(np.mean(chosen == flags)),
            "exact_match": float(np.mean(np.all(chosen == flags, axis=1))),
        },
    }
    write_metrics(metrics, output_dir)
    report_labels(flags, scores, label_names, output_dir)
    plot_errors(images, flags, scores, label_names, output_dir)
    return metrics


# %% Inference
def example_input(data_dir):
    """Returns one image file of the data, to try the prediction with."""
    return next(path for path in list_images(data_dir / IMAGE_FOLDER) if is_readable(path))


def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with labels and probabilities for one image file or a folder of them."""
    model, state = load_artifacts(output_dir)
    label_names = state["label_names"]
    found = list_images(input_path) if input_path.is_dir() else [input_path]
    paths = [path for path, good in zip(found, keep_readable(found), strict=True) if good]
    if not paths:
        raise SystemExit(f"expected an image or a folder of images at {input_path}, found none")
    scores = []
    for start in range(0, len(paths), BATCH_SIZE):
        images = np.stack([read_image(path) for path in paths[start : start + BATCH_SIZE]])
        scores.append(model.predict_on_batch(images))
    scores = np.concatenate(scores)
    rows = pd.DataFrame({"file": [str(path) for path in paths]})
    rows["prediction"] = [join_labels(label_names, row >= THRESHOLD) for row in scores]
    rows[[f"probability_{name}" for name in label_names]] = scores
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows.to_csv(output_path, index=False)
    return output_path
