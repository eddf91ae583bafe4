"""Finds the main object of an image: its box in pixels and, where the table says one, its class.

The data folder holds images and a table with one box a row; the result is one box per image. Of an
image with several boxes the largest counts: this network finds one object, not all of them.
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

# %% Configuration
SEED = 42
VALIDATION_SHARE = 0.15
TEST_SHARE = 0.15
BATCH_SIZE = 32
EPOCHS = 60
LEARNING_RATE = 0.001
# Epochs without a better validation loss before training stops.
PATIENCE = 12
SEPARATOR = ","
SHUFFLE_BUFFER = 2048
CLASS_COUNT = 2
CHANNELS = 3
IMAGE_SUFFIXES = (".bmp", ".gif", ".jpeg", ".jpg", ".png", ".ppm", ".tif", ".tiff", ".webp")
COLOUR_MODES = {1: "L", 3: "RGB", 4: "RGBA"}
# Height and width in pixels.
IMAGE_SIZE = (64, 64)
# Decoded images of a split stay in memory up to this many bytes; more are read again each epoch.
CACHE_BYTES = 2_000_000_000
DROPOUT_RATE = 0.2
IMAGE_FOLDER = "images"
IMAGE_COLUMN = "image"
# What the column's value lacks of the file name; files are found with and without it.
IMAGE_SUFFIX = ""
# The table, and the folder that holds its images ("" is the data folder).
TABLE_FILE = "boxes.csv"
HIDDEN_UNITS = 128
# The box's columns in pixels: left, top, right, bottom.
BOX_COLUMNS = ("x_min", "y_min", "x_max", "y_max")
# The class column; None: boxes only.
TARGET = "label"
# Filters of each convolution block; a block halves the image.
FILTERS = (32, 64, 64)
# Share of train images that are mirrored, and the largest change of brightness in grey levels.
FLIP_SHARE = 0.5
BRIGHTNESS = 20.0


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


def load_data(data_dir):
    """Returns train, validation and test as batches of (images, targets)."""
    return prepare(data_dir)[:3]


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


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    splits = split_table(data_dir, limit)
    state = state or learn_state(splits["train"])
    train = make_dataset(splits["train"], state, batch_size, training=True)
    validation = make_dataset(splits["validation"], state, batch_size)
    test = make_dataset(splits["test"], state, batch_size)
    return Prepared(train, validation, test, state)


class Prepared(NamedTuple):
    """Batches of images [n, height, width, channels] 0-255 with targets, and the state."""

    train: tf.data.Dataset
    validation: tf.data.Dataset
    test: tf.data.Dataset
    state: dict


def read_table(data_dir):
    """Returns the rows that have all needed values and an image, with its file in "path"."""
    path = data_dir / TABLE_FILE
    table = open_table(path)
    needed = [IMAGE_COLUMN, *BOX_COLUMNS] + ([TARGET] if TARGET else [])
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


def upright_size(path):
    """Returns height and width of an image as it is shown, in pixels."""
    with Image.open(path) as image:
        image = ImageOps.exif_transpose(image)
        return image.height, image.width


def read_boxes(data_dir):
    """Returns one row per image: its largest box with area, in shares of width and height."""
    table = read_table(data_dir)
    boxes = table[list(BOX_COLUMNS)].apply(pd.to_numeric, errors="coerce").to_numpy("float32")
    table = table[keep_readable(table["path"])] if len(table) else table
    boxes = boxes[table.index]
    heights, widths = np.array([upright_size(path) for path in table["path"]]).T
    shares = np.clip(boxes / np.stack([widths, heights, widths, heights], axis=1), 0, 1)
    table[list(BOX_COLUMNS)] = shares
    table["area"] = (shares[:, 2] - shares[:, 0]) * (shares[:, 3] - shares[:, 1])
    good = table[(shares[:, 2] > shares[:, 0]) & (shares[:, 3] > shares[:, 1])]
    if len(good) < len(table):
        print(f"skipped {len(table) - len(good)} boxes without an area", file=sys.stderr)
    largest = good.sort_values("area", ascending=False, kind="stable").drop_duplicates("path")
    if len(largest) < 3:
        raise SystemExit(f"expected boxes of three or more images, found {len(largest)}")
    return largest.sort_values("path").reset_index(drop=True)


def split_table(data_dir, limit=None):
    """Returns {split: table with a row per image}."""
    table = read_boxes(data_dir)
    rows = split_rows(len(table))
    names = ("train", "validation", "test")
    return {name: table.iloc[part[:limit]] for name, part in zip(names, rows, strict=True)}


def learn_state(train):
    """Returns the class names of train and the sizes that the model takes."""
    if TARGET is None:
        return {"class_names": [], "sizes": {}}
    class_names = sorted(train[TARGET].unique())
    return {"class_names": class_names, "sizes": {"class_count": len(class_names)}}


def draw_boxes(images, truths, guesses, titles, output_dir, name):
    """Saves up to nine images 0-255 with true (green) and guessed (red) boxes 0-1, [n, 4] each."""
    figure, axes = plt.subplots(3, 3, figsize=(8, 8))
    for axis in axes.flat:
        axis.axis("off")
    for axis, image, truth, guess, title in zip(
        axes.flat, images, truths, guesses, titles, strict=False
    ):
        axis.imshow(np.squeeze(image), cmap="gray", vmin=0, vmax=255)
        axis.set_title(title, fontsize=9)
        for box, colour in ((truth, "lime"), (guess, "red")):
            left, top, right, bottom = np.asarray(box) * np.tile(IMAGE_SIZE[::-1], 2)
            corner, width, height = (left, top), right - left, bottom - top
            axis.add_patch(plt.Rectangle(corner, width, height, fill=False, color=colour))
    save_figure(figure, output_dir, name)


def describe(data_dir, output_dir):
    """Prints images per split, box sizes and classes; saves nine images with their boxes."""
    splits = split_table(data_dir)
    for split, part in splits.items():
        print(f"{split}: {len(part)} images")
    train = splits["train"]
    print("boxes of train, in shares of width and height:", train[list(BOX_COLUMNS)].describe())
    print(f"area: {train['area'].min():.3f} to {train['area'].max():.3f} of the image")
    titles = [""] * 9
    if TARGET is not None:
        print(train[TARGET].value_counts().to_string())
        titles = list(train[TARGET])
    images = [read_image(path) for path in train["path"][:9]]
    boxes = train[list(BOX_COLUMNS)].to_numpy()
    draw_boxes(images, boxes, boxes, titles, output_dir, "samples")


# %% Preprocessing
def load_item(path, targets):
    """Reads one image inside a tf.data pipeline: path -> uint8 [height, width, channels]."""
    image = tf.numpy_function(read_image, [path], tf.uint8)
    return tf.ensure_shape(image, (*IMAGE_SIZE, CHANNELS)), targets


def augment(image, targets):
    """Returns a train image mirrored (with its box) and brightened at random."""
    image = tf.cast(image, tf.float32)
    left, top, right, bottom = tf.unstack(targets["box"])
    flip = tf.random.uniform(()) < FLIP_SHARE
    image = tf.cond(flip, lambda: tf.reverse(image, axis=[1]), lambda: image)
    mirrored = tf.stack([1 - right, top, 1 - left, bottom])
    box = tf.where(flip, mirrored, targets["box"])
    image = image + tf.random.uniform((), -BRIGHTNESS, BRIGHTNESS)
    return tf.clip_by_value(image, 0.0, 255.0), targets | {"box": box}


def encode_targets(table, state):
    """Returns {"box": [n, 4] 0-1} and, where there are classes, {"class": numbers [n]}."""
    targets = {"box": table[list(BOX_COLUMNS)].to_numpy("float32")}
    if TARGET is not None:
        numbers = {name: number for number, name in enumerate(state["class_names"])}
        targets["class"] = table[TARGET].map(numbers).to_numpy("int32")
    return targets


def make_dataset(table, state, batch_size, training=False):
    """Returns batches of (images 0-255, targets); train is shuffled and augmented."""
    if TARGET is not None:
        # Train may lack a class that is very rare; such rows cannot be scored.
        table = table[table[TARGET].isin(state["class_names"])]
    items = (table["path"].to_numpy(dtype=str), encode_targets(table, state))
    dataset = tf.data.Dataset.from_tensor_slices(items)
    dataset = dataset.map(load_item, num_parallel_calls=tf.data.AUTOTUNE)
    if len(table) * math.prod(IMAGE_SIZE) * CHANNELS <= CACHE_BYTES:
        dataset = dataset.cache()
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
        dataset = dataset.map(augment, num_parallel_calls=tf.data.AUTOTUNE)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Model
def build_model(class_count=CLASS_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled network: images 0-255 -> boxes [n, 4] 0-1 and class probabilities."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = layers.Rescaling(1 / 255)(inputs)
    for filters in FILTERS:
        features = layers.Conv2D(filters, (3, 3), padding="same", activation="relu")(features)
        features = layers.MaxPooling2D((2, 2), padding="same")(features)
    # Flatten keeps places, which pooling over the whole image would lose.
    features = layers.Flatten()(features)
    features = layers.Dense(HIDDEN_UNITS, activation="relu")(features)
    features = layers.Dropout(DROPOUT_RATE)(features)
    outputs = {"box": layers.Dense(4, activation="sigmoid", name="box")(features)}
    losses = {"box": "mean_absolute_error"}
    metrics = {"box": ["mean_squared_error"]}
    if TARGET is not None:
        head = layers.Dense(class_count, activation="softmax", name="class")
        outputs["class"] = head(features)
        losses["class"] = "sparse_categorical_crossentropy"
        metrics["class"] = ["accuracy"]
    model = keras.Model(inputs, outputs)
    # Boxes are shares of the image: their errors are small beside the cross-entropy's.
    weights = {name: 5.0 if name == "box" else 1.0 for name in losses}
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss=losses,
        loss_weights=weights,
        metrics=metrics,
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


def overlaps(first, second):
    """Returns the intersection over union [n] of boxes [n, 4] (left, top, right, bottom)."""
    sides = np.minimum(first[:, 2:], second[:, 2:]) - np.maximum(first[:, :2], second[:, :2])
    shared = np.prod(np.maximum(sides, 0), axis=1)
    areas = [np.prod(np.maximum(box[:, 2:] - box[:, :2], 0), axis=1) for box in (first, second)]
    return shared / np.maximum(areas[0] + areas[1] - shared, 1e-9)


def collect(model, dataset):
    """Returns images, true targets and model outputs of a dataset, each part [n, ...]."""
    images, truths, outputs = [], [], []
    for batch, targets in dataset:
        images.append(batch.numpy())
        truths.append({name: values.numpy() for name, values in targets.items()})
        outputs.append(model.predict_on_batch(batch))
    joined = [
        {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        for parts in (truths, outputs)
    ]
    return np.concatenate(images), *joined


def score_classes(truth, scores, train):
    """Returns the accuracy of the classes and of always guessing train's most frequent class."""
    numbers = np.concatenate([targets["class"].numpy() for _, targets in train])
    majority = np.bincount(numbers).argmax()
    return {
        "class_accuracy": float(np.mean(scores.argmax(axis=1) == truth)),
        "class_accuracy_majority": float(np.mean(truth == majority)),
    }


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against the mean box, writes metrics and figures, returns metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    prepared = prepare(data_dir, limit=limit, state=state)
    images, truth, outputs = collect(model, prepared.test)
    scores = overlaps(truth["box"], outputs["box"])
    boxes = np.concatenate([targets["box"].numpy() for _, targets in prepared.train])
    mean_box = np.tile(boxes.mean(axis=0), (len(images), 1))
    details = {
        "iou_interval": bootstrap_interval(scores),
        "share_above_half": float(np.mean(scores >= 0.5)),
        "share_above_three_quarters": float(np.mean(scores >= 0.75)),
    }
    if TARGET is not None:
        details |= score_classes(truth["class"], outputs["class"], prepared.train)
    metrics = {
        "metric": "mean_iou",
        "higher_is_better": True,
        "model": float(scores.mean()),
        "baseline": float(overlaps(truth["box"], mean_box).mean()),
        "reference": None,
        "baseline_name": "mean train box",
        "reference_name": None,
        "test_size": len(images),
        "details": details,
    }
    write_metrics(metrics, output_dir)
    print(json.dumps(metrics["details"], indent=2))
    order = np.argsort(scores)
    titles = [f"IoU {scores[row]:.2f}" for row in order]
    draw_boxes(
        images[order], truth["box"][order], outputs["box"][order], titles, output_dir, "worst"
    )
    return metrics


# %% Inference
def example_input(data_dir):
    """Returns one image file of the data, to try the prediction with."""
    return Path(list_images(data_dir / IMAGE_FOLDER)[0])


def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with box (pixels of the file) and class for an image or a folder of them."""
    model, state = load_artifacts(output_dir)
    found = list_images(input_path) if input_path.is_dir() else [input_path]
    paths = [path for path, good in zip(found, keep_readable(found), strict=True) if good]
    if not paths:
        raise SystemExit(f"expected an image or a folder of images at {input_path}, found none")
    rows = []
    for start in range(0, len(paths), BATCH_SIZE):
        batch = paths[start : start + BATCH_SIZE]
        outputs = model.predict_on_batch(np.stack([read_image(path) for path in batch]))
        for index, path in enumerate(batch):
            height, width = upright_size(path)
            pixels = outputs["box"][index] * (width, height, width, height)
            row = {"file": str(path)} | dict(zip(BOX_COLUMNS, pixels.round(1), strict=True))
            if TARGET is not None:
                scores = outputs["class"][index]
                row |= {TARGET: state["class_names"][scores.argmax()], "probability": scores.max()}
            rows.append(row)
    output_path.parent.mkdir(parents=True, exist_ok=True)
    pd.DataFrame(rows).to_csv(output_path, index=False)
    return output_path
