"""Reads the text in images of one line, with a convolutional and recurrent network and CTC.

The data folder holds images and a table with the text of each; the result is the text per image.
"""

# %% Imports
import json
import math
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf
from PIL import Image, ImageOps
from keras import layers, ops

# %% Configuration
SEED = 42
VALIDATION_SHARE = 0.15
TEST_SHARE = 0.15
BATCH_SIZE = 16
EPOCHS = 60
LEARNING_RATE = 0.002
# Epochs without a better validation loss before training stops.
PATIENCE = 12
SEPARATOR = ","
SHUFFLE_BUFFER = 2048
CHANNELS = 1
IMAGE_SUFFIXES = (".bmp", ".gif", ".jpeg", ".jpg", ".png", ".ppm", ".tif", ".tiff", ".webp")
COLOUR_MODES = {1: "L", 3: "RGB", 4: "RGBA"}
# Decoded images of a split stay in memory up to this many bytes; more are read again each epoch.
CACHE_BYTES = 2_000_000_000
DROPOUT_RATE = 0.2
# The simple reference sees thumbnails of this side, from at most so many train images.
REFERENCE_SIDE = 16
REFERENCE_ITEMS = 2000
IMAGE_FOLDER = "images"
IMAGE_COLUMN = "image"
# What the column's value lacks of the file name; files are found with and without it.
IMAGE_SUFFIX = ""
# The table, and the folder that holds its images ("" is the data folder).
TABLE_FILE = "labels.csv"
HIDDEN_UNITS = 64
RECURRENT_UNITS = 64
# The column that holds the text.
TARGET = "text"
# Height and width in pixels; a text line is wide.
IMAGE_SIZE = (32, 128)
# Filters of each convolution block; a block halves the height, and the width where text allows.
FILTERS = (32, 64)
# Recurrent layer that reads from both ends, and its units.
RECURRENT = layers.LSTM
# Different characters and most characters of a text; the train split says the real ones.
CHARACTER_COUNT = 10
TEXT_LENGTH = 4


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


class Prepared(NamedTuple):
    """Batches of images [n, height, width, channels] 0-255 with characters, and the state."""

    train: tf.data.Dataset
    validation: tf.data.Dataset
    test: tf.data.Dataset
    state: dict


def read_table(data_dir):
    """Returns the rows that have all needed values and an image, with its file in "path"."""
    path = data_dir / TABLE_FILE
    table = open_table(path)
    needed = [IMAGE_COLUMN, TARGET]
    if missing := [column for column in needed if column not in table]:
        raise SystemExit(f"expected the columns {missing} in {path}, found: {list(table)}")
    table = table.dropna(subset=needed)
    table["path"] = locate_images(data_dir / IMAGE_FOLDER, table[IMAGE_COLUMN])
    absent = table.loc[table["path"].isna(), IMAGE_COLUMN]
    if len(absent):
        print(f"skipped {len(absent)} without a file: {', '.join(absent[:20])}", file=sys.stderr)
    table = table.dropna(subset="path").reset_index(drop=True)
    if table.empty:
        raise SystemExit(f"expected the images of {path} in {data_dir / IMAGE_FOLDER}, found none")
    return table


def split_texts(data_dir, limit=None):
    """Returns {split: (file paths [n], texts [n])}, readable files only."""
    table = read_table(data_dir).drop_duplicates("path")
    paths, texts = table["path"].to_numpy(dtype=str), table[TARGET].str.strip().to_numpy(dtype=str)
    splits = {}
    for split, rows in zip(("train", "validation", "test"), split_rows(len(paths)), strict=True):
        rows = rows[:limit]
        rows = rows[keep_readable(paths[rows])]
        if len(rows) == 0:
            raise SystemExit(f"expected readable {split} images in {data_dir}, found none")
        splits[split] = (paths[rows], texts[rows])
    return splits


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    splits = split_texts(data_dir, limit)
    state = state or learn_characters(splits["train"][1])
    train = make_dataset(*splits["train"], state, batch_size, training=True)
    validation = make_dataset(*splits["validation"], state, batch_size)
    test = make_dataset(*splits["test"], state, batch_size)
    return Prepared(train, validation, test, state)


def load_data(data_dir):
    """Returns train, validation and test as batches of (images, characters)."""
    return prepare(data_dir)[:3]


def describe(data_dir, output_dir):
    """Prints images, lengths and characters per split; saves character counts and samples."""
    splits = split_texts(data_dir)
    for split, (_, texts) in splits.items():
        lengths = [len(text) for text in texts]
        print(f"{split}: {len(texts)} images, texts of {min(lengths)} to {max(lengths)} characters")
    paths, texts = splits["train"]
    sizes = np.array([file_size(path) for path in paths[:500]])
    print(f"height x width from {sizes.min(axis=0)} to {sizes.max(axis=0)}, used as {IMAGE_SIZE}")
    counts = pd.Series(Counter("".join(texts))).sort_index()
    print(f"{len(counts)} characters in train: {''.join(counts.index)}")
    axis = counts.plot.bar(figsize=(8, 4), xlabel="character", ylabel="times in train")
    save_figure(axis.figure, output_dir, "characters")
    show_grid([read_image(path) for path in paths[:9]], texts[:9], output_dir, "samples")


# %% Preprocessing
def load_item(path, target):
    """Reads one image inside a tf.data pipeline: path -> uint8 [height, width, channels]."""
    image = tf.numpy_function(read_image, [path], tf.uint8)
    return tf.ensure_shape(image, (*IMAGE_SIZE, CHANNELS)), target


def learn_characters(texts):
    """Returns the state: the characters of train and its longest text."""
    characters = sorted(set("".join(texts)))
    sizes = {"character_count": len(characters), "text_length": max(map(len, texts))}
    return {"characters": characters, "sizes": sizes}


def encode_texts(texts, state):
    """Returns texts as int32 [n, text_length]; 0 is padding, the first character is 1.

    Characters that train lacks cannot be read and are left out; longer texts are cut.
    """
    numbers = {name: number + 1 for number, name in enumerate(state["characters"])}
    targets = np.zeros((len(texts), state["sizes"]["text_length"]), dtype="int32")
    for row, text in zip(targets, texts, strict=True):
        known = [numbers[name] for name in text if name in numbers][: len(row)]
        row[: len(known)] = known
    return targets


def make_dataset(paths, texts, state, batch_size, training=False):
    """Returns batches of (images 0-255, characters [n, text_length]); train is shuffled."""
    dataset = tf.data.Dataset.from_tensor_slices((paths, encode_texts(texts, state)))
    dataset = dataset.map(load_item, num_parallel_calls=tf.data.AUTOTUNE)
    if len(paths) * math.prod(IMAGE_SIZE) * CHANNELS <= CACHE_BYTES:
        dataset = dataset.cache()
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Model
def build_model(
    character_count=CHARACTER_COUNT, text_length=TEXT_LENGTH, learning_rate=LEARNING_RATE
):
    """Returns the compiled network: images 0-255 -> logits [n, steps, character_count + 1]."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = layers.Rescaling(1 / 255)(inputs)
    for filters in FILTERS:
        features = layers.Conv2D(filters, (3, 3), padding="same", use_bias=False)(features)
        features = layers.BatchNormalization(momentum=0.9)(features)
        features = layers.ReLU()(features)
        # CTC needs a step per character and a blank between equal ones: keep width enough.
        halved = math.ceil(features.shape[2] / 2)
        across = 2 if halved >= 2 * text_length + 1 else 1
        features = layers.MaxPooling2D((2, across), padding="same")(features)
    # Each column of the image becomes a step.
    features = layers.Permute((2, 1, 3))(features)
    features = layers.Reshape((features.shape[1], -1))(features)
    features = layers.Dense(HIDDEN_UNITS, activation="relu")(features)
    features = layers.Dropout(DROPOUT_RATE)(features)
    features = layers.Bidirectional(RECURRENT(RECURRENT_UNITS, return_sequences=True))(features)
    # The CTC loss takes logits; class 0 is the blank.
    outputs = layers.Dense(character_count + 1)(features)
    model = keras.Model(inputs, outputs)
    model.compile(optimizer=keras.optimizers.Adam(learning_rate), loss=keras.losses.CTC())
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


def thumbnails(paths):
    """Returns mean-pooled thumbnails [n, values] of image files."""
    images = np.stack([read_image(path) for path in paths])
    small = tf.image.resize(images, (REFERENCE_SIDE, REFERENCE_SIDE), method="area")
    return small.numpy().reshape(len(images), -1)


def decode_greedily(logits, characters):
    """Returns the texts [n] of logits [n, steps, classes], and how sure each is, 0-1.

    The best class of each step counts; repeats are joined and blanks dropped.
    """
    probabilities = ops.convert_to_numpy(ops.softmax(logits, axis=-1))
    texts, sureness = [], []
    for row in probabilities:
        best = row.argmax(axis=-1)
        changed = np.diff(best, prepend=-1) != 0
        texts.append("".join(characters[number - 1] for number in best[changed] if number > 0))
        sureness.append(float(np.exp(np.mean(np.log(row.max(axis=-1))))))
    return texts, np.array(sureness)


def read_texts(model, paths, characters):
    """Returns the text and its sureness for each image file."""
    texts, sureness = [], []
    for start in range(0, len(paths), BATCH_SIZE):
        images = np.stack([read_image(path) for path in paths[start : start + BATCH_SIZE]])
        found, sure = decode_greedily(model.predict_on_batch(images), characters)
        texts += found
        sureness.append(sure)
    return texts, np.concatenate(sureness)


def edit_distance(first, second):
    """Returns the fewest insertions, deletions and replacements that turn one text into another."""
    row = list(range(len(second) + 1))
    for count, left in enumerate(first, start=1):
        previous, row = row, [count]
        for index, right in enumerate(second):
            replaced = previous[index] + (left != right)
            row.append(min(replaced, previous[index + 1] + 1, row[-1] + 1))
    return row[-1]


def character_error(texts, truths):
    """Returns the edits needed per true character; 0 is perfect, an empty text scores 1."""
    edits = sum(map(edit_distance, texts, truths))
    return edits / max(1, sum(map(len, truths)))


def read_baselines(train_paths, train_texts, test_paths):
    """Returns the most frequent train text, and the text of the nearest train image, for each."""
    frequent = Counter(train_texts).most_common(1)[0][0]
    pixels = thumbnails(train_paths[:REFERENCE_ITEMS])
    distances = [np.square(pixels - item).sum(axis=1) for item in thumbnails(test_paths)]
    return [frequent] * len(test_paths), [train_texts[row.argmin()] for row in distances]


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    splits = split_texts(data_dir, limit)
    paths, truths = splits["test"]
    texts, _ = read_texts(model, paths, state["characters"])
    frequent, nearest = read_baselines(*splits["train"], paths)
    metrics = {
        "metric": "character_error_rate",
        "higher_is_better": False,
        "model": character_error(texts, truths),
        # An empty answer needs one edit per character: a constant text should not be worse.
        "baseline": min(1.0, character_error(frequent, truths)),
        "reference": character_error(nearest, truths),
        "baseline_name": "most frequent train text or none",
        "reference_name": "text of the nearest train image",
        "test_size": len(truths),
        "details": {
            "exact_match": float(np.mean(np.array(texts) == truths)),
            "exact_match_frequent": float(np.mean(np.array(frequent) == truths)),
        },
    }
    write_metrics(metrics, output_dir)
    order = np.argsort([-edit_distance(*pair) for pair in zip(texts, truths, strict=True)])[:9]
    titles = [f"{truths[row]}, read {texts[row]}" for row in order]
    show_grid([read_image(paths[row]) for row in order], titles, output_dir, "worst")
    return metrics


# %% Inference
def example_input(data_dir):
    """Returns one image file of the data, to try the prediction with."""
    return Path(list_images(data_dir / IMAGE_FOLDER)[0])


def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with the text of one image file or of a folder of them."""
    model, state = load_artifacts(output_dir)
    found = list_images(input_path) if input_path.is_dir() else [input_path]
    paths = [path for path, good in zip(found, keep_readable(found), strict=True) if good]
    if not paths:
        raise SystemExit(f"expected an image or a folder of images at {input_path}, found none")
    texts, sureness = read_texts(model, paths, state["characters"])
    rows = pd.DataFrame({"file": [str(path) for path in paths], "text": texts})
    rows["sureness"] = sureness.round(4)
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows.to_csv(output_path, index=False)
    return output_path
