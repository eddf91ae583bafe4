"""Divides images into regions of several classes with a U-Net.

Images and masks lie in two folders under the same names; the result is a class for every pixel.
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
from keras import layers
from sklearn.linear_model import LogisticRegression

# %% Configuration
SEED = 42
VALIDATION_SHARE = 0.15
TEST_SHARE = 0.15
BATCH_SIZE = 8
EPOCHS = 30
LEARNING_RATE = 0.001
# Epochs without a better validation loss before training stops.
PATIENCE = 8
SHUFFLE_BUFFER = 2048
CLASS_COUNT = 3
CHANNELS = 3
IMAGE_SUFFIXES = (".bmp", ".gif", ".jpeg", ".jpg", ".png", ".ppm", ".tif", ".tiff", ".webp")
COLOUR_MODES = {1: "L", 3: "RGB", 4: "RGBA"}
# Height and width in pixels.
IMAGE_SIZE = (64, 64)
# Decoded images of a split stay in memory up to this many bytes; more are read again each epoch.
CACHE_BYTES = 2_000_000_000
IMAGE_FOLDER = "images"
# The simple reference learns from at most so many pixels.
REFERENCE_PIXELS = 20000
MASK_FOLDER = "masks"
# What a mask's name adds to its image's name.
MASK_SUFFIX = ""
# Grey value of each class in the mask files, in class order.
MASK_VALUES = (0, 1, 2)
# Convolutions of each level of the encoder; the decoder mirrors them.
ENCODER_FILTERS = (16, 32, 64)


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


def file_key(path, root, ending=""):
    """Returns a file's path below a root in lower case, without its extension and ending."""
    return path.relative_to(root).with_suffix("").as_posix().removesuffix(ending).lower()


def read_mask(path):
    """Returns one mask file as class numbers, uint8 [height, width], from its grey values."""
    with Image.open(path) as image:
        # A palette may hold the class values themselves; otherwise its colours count.
        direct = image.mode == "P" and set(np.unique(image).tolist()) <= set(MASK_VALUES)
        if not direct and image.mode[0] not in "IF":
            image = image.convert("L")
        grey = np.asarray(image.resize(IMAGE_SIZE[::-1], Image.Resampling.NEAREST), "float32")
    # The nearest class value, since lossy files blur the values a little.
    return np.argmin(np.abs(grey[..., None] - np.array(MASK_VALUES)), axis=-1).astype("uint8")


def pair_files(data_dir):
    """Returns paths of images [n] and of their masks [n], joined by name; others are counted."""
    image_root, mask_root = data_dir / IMAGE_FOLDER, data_dir / MASK_FOLDER
    for folder in (image_root, mask_root):
        if not folder.is_dir():
            found = ", ".join(sorted(path.name for path in data_dir.glob("*"))[:20]) or "nothing"
            raise SystemExit(f"expected the folder {folder}, found in {data_dir}: {found}")
    masks = {}
    for path in list_images(mask_root):
        if path.stem.endswith(MASK_SUFFIX):
            key = file_key(path, mask_root, MASK_SUFFIX)
            masks[key] = path
    # Where the folders below differ, a name that occurs once is enough.
    counts = Counter(Path(key).name for key in masks)
    bare = {Path(key).name: path for key, path in masks.items() if counts[Path(key).name] == 1}
    taken = set(masks.values())
    images = [path for path in list_images(image_root) if path not in taken]
    keys = [file_key(path, image_root) for path in images]
    found = [masks.get(key) or bare.get(Path(key).name) for key in keys]
    pairs = [(str(path), str(mask)) for path, mask in zip(images, found, strict=True) if mask]
    if len(pairs) < len(images):
        print(f"skipped {len(images) - len(pairs)} images without a mask", file=sys.stderr)
    if len(pairs) < 3:
        raise SystemExit(f"expected three or more images with masks, found {len(pairs)}")
    return np.array(pairs).T


def split_files(data_dir, limit=None):
    """Returns {split: (image paths [n], mask paths [n])}, pairs of readable files only."""
    images, masks = pair_files(data_dir)
    splits = {}
    for split, rows in zip(("train", "validation", "test"), split_rows(len(images)), strict=True):
        rows = rows[:limit]
        rows = rows[keep_readable(images[rows]) & keep_readable(masks[rows])]
        if len(rows) == 0:
            raise SystemExit(f"expected readable {split} pairs in {data_dir}, found none")
        splits[split] = (images[rows], masks[rows])
    return splits


def colour_mask(numbers):
    """Returns class numbers [height, width] as colours, uint8 [height, width, 3]."""
    return (plt.get_cmap("tab10")(numbers % 10)[..., :3] * 255).astype("uint8")


def overlay(image, numbers):
    """Returns an image 0-255 with its mask's classes, background aside, laid over it in colour."""
    colour = np.broadcast_to(image, (*IMAGE_SIZE, CHANNELS))[..., :3] * np.ones(3)
    blend = np.where(numbers[..., None] == 0, colour, 0.5 * colour + 0.5 * colour_mask(numbers))
    return blend.astype("uint8")


def describe(data_dir, output_dir):
    """Prints items per split, sizes and the share of each class; saves bars and overlays."""
    splits = split_files(data_dir)
    print({split: len(images) for split, (images, _) in splits.items()})
    paths, mask_paths = splits["train"]
    sizes = np.array([file_size(path) for path in paths[:500]])
    print(f"height x width from {sizes.min(axis=0)} to {sizes.max(axis=0)}, used as {IMAGE_SIZE}")
    masks = np.stack([read_mask(path) for path in mask_paths[:200]])
    shares = np.bincount(masks.reshape(-1), minlength=CLASS_COUNT) / masks.size
    shares = pd.Series(shares, index=[f"class {number}" for number in range(CLASS_COUNT)])
    print(shares.rename("share of train pixels"))
    axis = shares.plot.bar(figsize=(6, 4), ylabel="share of train pixels")
    save_figure(axis.figure, output_dir, "classes")
    images = [read_image(path) for path in paths[:9]]
    overlays = [overlay(image, mask) for image, mask in zip(images, masks[:9], strict=True)]
    show_grid(overlays, [Path(path).name for path in paths[:9]], output_dir, "samples")


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    splits = split_files(data_dir, limit)
    state = state or {"mask_values": list(MASK_VALUES), "sizes": {"class_count": CLASS_COUNT}}
    train = make_dataset(*splits["train"], batch_size, training=True)
    validation = make_dataset(*splits["validation"], batch_size)
    test = make_dataset(*splits["test"], batch_size)
    return Prepared(train, validation, test, state)


# %% Preprocessing
def load_pair(image_path, mask_path):
    """Reads one pair in tf.data -> uint8 [height, width, channels] and [height, width]."""
    image = tf.numpy_function(read_image, [image_path], tf.uint8)
    mask = tf.numpy_function(read_mask, [mask_path], tf.uint8)
    return tf.ensure_shape(image, (*IMAGE_SIZE, CHANNELS)), tf.ensure_shape(mask, IMAGE_SIZE)


def make_dataset(paths, mask_paths, batch_size, training=False):
    """Returns batches of (uint8 images [n, height, width, channels], targets)."""
    dataset = tf.data.Dataset.from_tensor_slices((paths, mask_paths))
    dataset = dataset.map(load_pair, num_parallel_calls=tf.data.AUTOTUNE)
    if len(paths) * math.prod(IMAGE_SIZE) * (CHANNELS + 1) <= CACHE_BYTES:
        dataset = dataset.cache()
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    dataset = dataset.batch(batch_size)
    dataset = dataset.map(lambda images, masks: (images, encode_masks(masks)))
    return dataset.prefetch(tf.data.AUTOTUNE)


def encode_masks(masks):
    """Returns training targets [n, height, width] for class numbers [n, height, width]."""
    return tf.cast(masks, tf.int32)


def mask_numbers(targets):
    """Returns class numbers [n, height, width] for training targets."""
    return np.asarray(targets, dtype="int32")


# %% Model
def convolve(features, filters):
    """Returns features [n, height, width, filters] after two convolutions of 3 x 3 pixels."""
    for _ in range(2):
        features = layers.Conv2D(filters, 3, padding="same", use_bias=False)(features)
        features = layers.BatchNormalization(momentum=0.9)(features)
        features = layers.ReLU()(features)
    return features


def build_unet(inputs):
    """Returns features [n, height, width, filters] of a U-Net for images 0-255."""
    features = layers.Rescaling(1 / 255)(inputs)
    # Each level halves the sides, so they are padded to a multiple and cut back at the end.
    bottom, right = (-side % 2 ** len(ENCODER_FILTERS) for side in IMAGE_SIZE)
    features = layers.ZeroPadding2D(((0, bottom), (0, right)))(features)
    skips = []
    for filters in ENCODER_FILTERS:
        features = convolve(features, filters)
        skips.append(features)
        features = layers.MaxPooling2D()(features)
    features = convolve(features, 2 * ENCODER_FILTERS[-1])
    for filters, skip in zip(reversed(ENCODER_FILTERS), reversed(skips), strict=True):
        features = layers.Conv2DTranspose(filters, 2, strides=2, padding="same")(features)
        features = convolve(layers.Concatenate()([features, skip]), filters)
    return layers.Cropping2D(((0, bottom), (0, right)))(features)


def build_model(class_count=CLASS_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled network: images 0-255 -> class of each pixel [n, height, width, k]."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = build_unet(inputs)
    outputs = layers.Conv2D(class_count, 1, activation="softmax")(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy", keras.metrics.MeanIoU(class_count, sparse_y_pred=False)],
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


def score_masks(matrix):
    """Returns intersection over union of each class [k] from a confusion matrix; NaN if absent."""
    union = matrix.sum(axis=0) + matrix.sum(axis=1) - np.diag(matrix)
    return np.divide(np.diag(matrix), union, where=union > 0, out=np.full(len(matrix), np.nan))


def count_pixels(dataset, predict):
    """Returns the confusion matrix [k, k] of pixels; predict maps images to class numbers."""
    matrix = np.zeros((CLASS_COUNT, CLASS_COUNT), dtype="int64")
    for images, targets in dataset:
        pairs = mask_numbers(targets).astype("int64") * CLASS_COUNT + predict(images.numpy())
        matrix += np.bincount(pairs.reshape(-1), minlength=matrix.size).reshape(matrix.shape)
    return matrix


def fit_reference(train):
    """Returns the most frequent class and logistic regression on colour, learnt from train."""
    generator = np.random.default_rng(SEED)
    pixels, numbers, counts = [], [], np.zeros(CLASS_COUNT)
    for images, targets in train:
        flat = mask_numbers(targets).reshape(-1)
        counts += np.bincount(flat, minlength=CLASS_COUNT)
        if sum(map(len, numbers)) < REFERENCE_PIXELS:
            rows = generator.choice(len(flat), min(len(flat), 2000), replace=False)
            pixels.append(images.numpy().reshape(-1, CHANNELS)[rows] / 255)
            numbers.append(flat[rows])
    pixels, numbers = np.concatenate(pixels), np.concatenate(numbers)
    if len(np.unique(numbers)) < 2:
        return int(counts.argmax()), None
    return int(counts.argmax()), LogisticRegression(max_iter=500).fit(pixels, numbers)


def score_baselines(train, test):
    """Returns the mean IoU of the most frequent class and of logistic regression on colour."""
    common, reference = fit_reference(train)
    counts = count_pixels(test, lambda images: np.full(images.shape[:3], common))
    baseline = float(np.nanmean(score_masks(counts)))
    if reference is None:
        return baseline, None
    counts = count_pixels(
        test,
        lambda images: reference.predict(images.reshape(-1, CHANNELS) / 255).reshape(
            images.shape[:3]
        ),
    )
    return baseline, float(np.nanmean(score_masks(counts)))


def plot_masks(model, test, output_dir):
    """Saves three test images with their true and predicted masks laid over them."""
    images, targets = next(iter(test.unbatch().batch(3)))
    predicted = predicted_numbers(model.predict_on_batch(images))
    panels, titles = [], []
    for image, true, said in zip(images.numpy(), mask_numbers(targets), predicted, strict=True):
        panels += [image, overlay(image, true), overlay(image, said)]
        titles += ["image", "true mask", "predicted mask"]
    show_grid(panels, titles, output_dir, "masks")


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    prepared = prepare(data_dir, limit=limit, state=state)
    matrix = count_pixels(
        prepared.test, lambda images: predicted_numbers(model.predict_on_batch(images))
    )
    overlaps = score_masks(matrix)
    baseline, reference = score_baselines(prepared.train, prepared.test)
    metrics = {
        "metric": "mean_iou",
        "higher_is_better": True,
        "model": float(np.nanmean(overlaps)),
        "baseline": baseline,
        "reference": reference,
        "baseline_name": "most frequent class everywhere",
        "reference_name": "logistic regression on pixel colour",
        "test_size": sum(len(images) for images, _ in prepared.test),
        "details": {
            "pixel_accuracy": float(np.trace(matrix) / matrix.sum()),
            "iou_by_class": [None if np.isnan(value) else float(value) for value in overlaps],
            "dice_by_class": [
                None if np.isnan(value) else float(2 * value / (1 + value)) for value in overlaps
            ],
        },
    }
    write_metrics(metrics, output_dir)
    plot_masks(model, prepared.test, output_dir)
    return metrics


def predicted_numbers(scores):
    """Returns class numbers [n, height, width] for model outputs [n, height, width, k]."""
    return np.argmax(scores, axis=-1)


# %% Inference
def example_input(data_dir):
    """Returns one image file of the data, to try the prediction with."""
    return Path(split_files(data_dir, limit=1)["test"][0][0])


def predict_items(input_path, output_dir, output_path):
    """Writes a mask file for one image or each of a folder, and a CSV with the class shares."""
    model, state = load_artifacts(output_dir)
    found = list_images(input_path) if input_path.is_dir() else [input_path]
    paths = [path for path, good in zip(found, keep_readable(found), strict=True) if good]
    if not paths:
        raise SystemExit(f"expected an image or a folder of images at {input_path}, found none")
    folder = output_path.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    values = np.array(state["mask_values"], dtype="uint8")
    rows = []
    for number, path in enumerate(paths):
        scores = model.predict_on_batch(read_image(path)[None])
        classes = predicted_numbers(scores)[0]
        height, width = file_size(path)
        mask = Image.fromarray(values[classes]).resize((width, height), Image.Resampling.NEAREST)
        mask_path = folder / f"{number:05d}_{path.stem}.png"
        mask.save(mask_path)
        shares = np.bincount(classes.reshape(-1), minlength=CLASS_COUNT) / classes.size
        shares = {f"share_{label}": share for label, share in enumerate(shares)}
        rows.append({"file": str(path), "mask": str(mask_path)} | shares)
    pd.DataFrame(rows).to_csv(output_path, index=False)
    return output_path
