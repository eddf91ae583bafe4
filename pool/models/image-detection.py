"""What the program image-detection alone has."""


# %% Imports
from PIL import Image
from PIL import ImageOps
from keras import layers
from typing import NamedTuple
import json
import keras
import math
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import sys
import tensorflow as tf


# %% Configuration
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


# %% Evaluation
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
