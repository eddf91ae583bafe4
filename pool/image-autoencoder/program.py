"""Cleans noisy images with a convolutional denoising autoencoder.

The data folder holds clean images; noise is added to them while training, and the network learns to
give the clean image back. The result is a cleaned copy of each image.
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
BATCH_SIZE = 16
EPOCHS = 30
LEARNING_RATE = 0.001
# Epochs without a better validation loss before training stops.
PATIENCE = 8
SHUFFLE_BUFFER = 2048
CHANNELS = 3
IMAGE_SUFFIXES = (".bmp", ".gif", ".jpeg", ".jpg", ".png", ".ppm", ".tif", ".tiff", ".webp")
COLOUR_MODES = {1: "L", 3: "RGB", 4: "RGBA"}
# Height and width in pixels.
IMAGE_SIZE = (64, 64)
# Decoded images of a split stay in memory up to this many bytes; more are read again each epoch.
CACHE_BYTES = 2_000_000_000
# Folder below the data folder that holds the images, at any depth; "" is the data folder itself.
IMAGE_FOLDER = ""
# Filters of each encoder block; a block halves the image, the decoder mirrors them.
ENCODER_FILTERS = (32, 64)
# Standard deviation of the added noise, in grey levels of 0-255.
NOISE_LEVEL = 30.0


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


def split_images(data_dir, limit=None):
    """Returns {split: paths [n]} of the readable images, shuffled once by the seed."""
    root = data_dir / IMAGE_FOLDER
    if not root.is_dir():
        found = ", ".join(sorted(path.name for path in data_dir.glob("*"))[:20]) or "nothing"
        raise SystemExit(f"expected a folder of images at {root}, found in {data_dir}: {found}")
    paths = np.array([str(path) for path in list_images(root)])
    if len(paths) < 3:
        raise SystemExit(f"expected three or more images below {root}, found {len(paths)}")
    paths = np.random.default_rng(SEED).permutation(paths)
    first = max(1, round(len(paths) * VALIDATION_SHARE))
    second = first + max(1, round(len(paths) * TEST_SHARE))
    parts = {"train": paths[second:], "validation": paths[:first], "test": paths[first:second]}
    splits = {}
    for split, part in parts.items():
        part = part[:limit]
        splits[split] = part[keep_readable(part)]
        if len(splits[split]) == 0:
            raise SystemExit(
                f"expected readable images for the {split} split in {root}, found none"
            )
    return splits


def describe(data_dir, output_dir):
    """Prints images per split, file sizes and grey levels; saves samples and a histogram."""
    splits = split_images(data_dir)
    for split, paths in splits.items():
        print(f"{split}: {len(paths)} images")
    paths = splits["train"][:200]
    sizes = np.array([file_size(path) for path in paths])
    print(f"height x width from {sizes.min(axis=0)} to {sizes.max(axis=0)}, used as {IMAGE_SIZE}")
    images = np.stack([read_image(path) for path in paths])
    print(f"grey levels: mean {images.mean():.1f}, standard deviation {images.std():.1f}")
    show_grid(images, [Path(path).name for path in paths], output_dir, "samples")
    figure, axis = plt.subplots(figsize=(6, 4))
    axis.hist(images.ravel(), bins=64)
    axis.set(xlabel="grey level", ylabel="pixels", title=f"{len(images)} train images")
    save_figure(figure, output_dir, "grey_levels")


class Prepared(NamedTuple):
    """Batches of (noisy images 0-255, clean images 0-1), both [n, height, width, channels]."""

    train: tf.data.Dataset
    validation: tf.data.Dataset
    test: tf.data.Dataset
    state: dict


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    splits = split_images(data_dir, limit)
    # The network learns nothing but its weights from train: sizes and noise are constants.
    state = state or {"noise_level": NOISE_LEVEL, "sizes": {}}
    train = make_dataset(splits["train"], batch_size, training=True)
    validation = make_dataset(splits["validation"], batch_size)
    test = make_dataset(splits["test"], batch_size)
    return Prepared(train, validation, test, state)


def load_data(data_dir):
    """Returns train, validation and test as batches of (noisy images, clean images)."""
    return prepare(data_dir)[:3]


# %% Preprocessing
def load_image(path):
    """Reads one image inside a tf.data pipeline: path -> uint8 [height, width, channels]."""
    image = tf.numpy_function(read_image, [path], tf.uint8)
    return tf.ensure_shape(image, (*IMAGE_SIZE, CHANNELS))


def add_noise(image, noise):
    """Returns an image 0-255 with noise of unit deviation added at the configured level."""
    return tf.clip_by_value(tf.cast(image, tf.float32) + NOISE_LEVEL * noise, 0.0, 255.0)


def add_fresh_noise(image):
    """Returns (noisy, clean) of a train image; the noise is new in every epoch."""
    return add_noise(image, tf.random.normal(tf.shape(image))), tf.cast(image, tf.float32) / 255


def add_fixed_noise(index, image):
    """Returns (noisy, clean) of a held-out image; the noise depends on its index alone."""
    noise = tf.random.stateless_normal(tf.shape(image), seed=(SEED, index))
    return add_noise(image, noise), tf.cast(image, tf.float32) / 255


def make_dataset(paths, batch_size, training=False):
    """Returns batches of (noisy images 0-255, clean images 0-1); train is shuffled."""
    dataset = tf.data.Dataset.from_tensor_slices(paths)
    dataset = dataset.map(load_image, num_parallel_calls=tf.data.AUTOTUNE)
    if len(paths) * math.prod(IMAGE_SIZE) * CHANNELS <= CACHE_BYTES:
        dataset = dataset.cache()
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED).map(add_fresh_noise)
    else:
        dataset = dataset.enumerate().map(add_fixed_noise)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Model
def decode(features):
    """Returns features enlarged once per encoder block and cut back to the image size."""
    for filters in reversed(ENCODER_FILTERS):
        features = layers.Conv2DTranspose(
            filters, (3, 3), strides=2, padding="same", activation="relu"
        )(features)
    # Sides that are no multiple of 2 ** blocks come out too long.
    extra = [
        (0, length - side) for length, side in zip(features.shape[1:3], IMAGE_SIZE, strict=True)
    ]
    return layers.Cropping2D(tuple(extra))(features)


def build_model(learning_rate=LEARNING_RATE):
    """Returns the compiled network: noisy images 0-255 -> clean images 0-1, same shape."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = layers.Rescaling(1 / 255)(inputs)
    for filters in ENCODER_FILTERS:
        features = layers.Conv2D(filters, (3, 3), padding="same", activation="relu")(features)
        features = layers.MaxPooling2D((2, 2), padding="same")(features)
    features = decode(features)
    outputs = layers.Conv2D(CHANNELS, (3, 3), padding="same", activation="sigmoid")(features)
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


def peak_ratio(images, truth):
    """Returns the peak signal-to-noise ratio in decibels [n] of images 0-1 against the truth."""
    errors = np.mean((images - truth) ** 2, axis=(1, 2, 3))
    return -10 * np.log10(np.maximum(errors, 1e-10))


def similarity(images, truth):
    """Returns the structural similarity [n], at most 1, of images 0-1 against the truth."""
    # The usual window of 11 pixels does not fit smaller images.
    window = min(11, *IMAGE_SIZE)
    images, truth = tf.cast(images, tf.float32), tf.cast(truth, tf.float32)
    return tf.image.ssim(images, truth, max_val=1.0, filter_size=window).numpy()


def mean_filter(images):
    """Returns images [n, height, width, channels] with each pixel the mean of its 3 x 3 window."""
    return tf.nn.avg_pool2d(images, ksize=3, strides=1, padding="SAME").numpy()


def collect(model, dataset):
    """Returns noisy, clean and restored images 0-1, each [n, height, width, channels]."""
    noisy, clean, restored = [], [], []
    for inputs, targets in dataset:
        noisy.append(inputs.numpy() / 255)
        clean.append(targets.numpy())
        restored.append(model.predict_on_batch(inputs))
    return np.concatenate(noisy), np.concatenate(clean), np.concatenate(restored)


def plot_pairs(rows, output_dir):
    """Saves rows of up to six images 0-1; rows maps a title to [n, height, width, channels]."""
    count = min(6, *(len(images) for images in rows.values()))
    figure, axes = plt.subplots(len(rows), count, figsize=(2 * count, 2 * len(rows)), squeeze=False)
    for line, (title, images) in zip(axes, rows.items(), strict=True):
        for axis, image in zip(line, images, strict=False):
            axis.imshow(np.squeeze(image), cmap="gray", vmin=0, vmax=1)
            axis.set(xticks=[], yticks=[])
        line[0].set_ylabel(title)
    save_figure(figure, output_dir, "restored")


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    prepared = prepare(data_dir, limit=limit, state=state)
    noisy, clean, restored = collect(model, prepared.test)
    ratios = peak_ratio(restored, clean)
    metrics = {
        "metric": "psnr",
        "higher_is_better": True,
        "model": float(ratios.mean()),
        "baseline": float(peak_ratio(noisy, clean).mean()),
        "reference": float(peak_ratio(mean_filter(noisy), clean).mean()),
        "baseline_name": "noisy image as it is",
        "reference_name": "3 x 3 mean filter",
        "test_size": len(clean),
        "details": {
            "psnr_interval": bootstrap_interval(ratios),
            "ssim": float(similarity(restored, clean).mean()),
            "ssim_noisy": float(similarity(noisy, clean).mean()),
            "noise_level": state["noise_level"],
        },
    }
    write_metrics(metrics, output_dir)
    # Worst first: where the network fails is what is worth looking at.
    order = np.argsort(ratios)
    plot_pairs(
        {"noisy": noisy[order], "restored": restored[order], "clean": clean[order]}, output_dir
    )
    return metrics


# %% Inference
def example_input(data_dir):
    """Returns one image file of the data, to try the prediction with."""
    return Path(list_images(data_dir / IMAGE_FOLDER)[0])


def predict_items(input_path, output_dir, output_path):
    """Writes a cleaned PNG of one image file or a folder of them, and a CSV that lists them."""
    model, _ = load_artifacts(output_dir)
    found = list_images(input_path) if input_path.is_dir() else [input_path]
    paths = [path for path, good in zip(found, keep_readable(found), strict=True) if good]
    if not paths:
        raise SystemExit(f"expected an image or a folder of images at {input_path}, found none")
    folder = output_path.parent / "restored"
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for number, path in enumerate(paths):
        image = read_image(path)
        restored = model.predict_on_batch(image[np.newaxis].astype("float32"))[0]
        result = folder / f"{number:04d}_{path.stem}.png"
        Image.fromarray((restored * 255).round().astype("uint8").squeeze()).save(result)
        change = float(np.abs(restored * 255 - image).mean())
        rows.append({"file": str(path), "restored": str(result), "mean_change": round(change, 2)})
    pd.DataFrame(rows).to_csv(output_path, index=False)
    return output_path
