"""Restores images: removes haze and noise with a convolutional network.

Damaged and clean images lie in two folders under the same names; the result is a clean image.
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
from sklearn.linear_model import LinearRegression

# %% Configuration
SEED = 42
VALIDATION_SHARE = 0.15
TEST_SHARE = 0.15
BATCH_SIZE = 8
EPOCHS = 40
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
# The simple reference learns from at most so many pixels.
REFERENCE_PIXELS = 20000
INPUT_FOLDER = "hazy"
TARGET_FOLDER = "clear"
# What a target's name adds to its input's name.
TARGET_SUFFIX = ""
TARGET_CHANNELS = 3


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


def pair_files(data_dir):
    """Returns paths of images [n] and of their targets [n], joined by name; others are counted."""
    input_root, target_root = data_dir / INPUT_FOLDER, data_dir / TARGET_FOLDER
    for folder in (input_root, target_root):
        if not folder.is_dir():
            found = ", ".join(sorted(path.name for path in data_dir.glob("*"))[:20]) or "nothing"
            raise SystemExit(f"expected the folder {folder}, found in {data_dir}: {found}")
    targets = {}
    for path in list_images(target_root):
        if path.stem.endswith(TARGET_SUFFIX):
            key = file_key(path, target_root, TARGET_SUFFIX)
            targets[key] = path
    # Where the folders below differ, a name that occurs once is enough.
    counts = Counter(Path(key).name for key in targets)
    bare = {Path(key).name: path for key, path in targets.items() if counts[Path(key).name] == 1}
    taken = set(targets.values())
    images = [path for path in list_images(input_root) if path not in taken]
    keys = [file_key(path, input_root) for path in images]
    found = [targets.get(key) or bare.get(Path(key).name) for key in keys]
    pairs = [(str(path), str(target)) for path, target in zip(images, found, strict=True) if target]
    if len(pairs) < len(images):
        print(f"skipped {len(images) - len(pairs)} images without a target", file=sys.stderr)
    if len(pairs) < 3:
        raise SystemExit(f"expected three or more images with targets, found {len(pairs)}")
    return np.array(pairs).T


def split_files(data_dir, limit=None):
    """Returns {split: (input paths [n], target paths [n])}, pairs of readable files only."""
    images, targets = pair_files(data_dir)
    splits = {}
    for split, rows in zip(("train", "validation", "test"), split_rows(len(images)), strict=True):
        rows = rows[:limit]
        rows = rows[keep_readable(images[rows]) & keep_readable(targets[rows])]
        if len(rows) == 0:
            raise SystemExit(f"expected readable {split} pairs in {data_dir}, found none")
        splits[split] = (images[rows], targets[rows])
    return splits


def read_image(path, channels=CHANNELS):
    """Returns one image file as uint8 [height, width, channels], whatever its format and depth."""
    with Image.open(path) as image:
        # JPEG files decode several times faster at a reduced scale that is still large enough.
        image.draft(None, (2 * max(IMAGE_SIZE), 2 * max(IMAGE_SIZE)))
        image = ImageOps.exif_transpose(image)
        if image.mode[0] in "IF":  # 16-bit and float pixels: stretch the file's own range to 0-255
            pixels = np.asarray(image, "float32")
            pixels = (pixels - pixels.min()) * 255 / max(float(np.ptp(pixels)), 1e-6)
            image = Image.fromarray(pixels.astype("uint8"))
        image = image.convert(COLOUR_MODES[channels])
        image = image.resize(IMAGE_SIZE[::-1], Image.Resampling.BILINEAR)
    return np.asarray(image, "uint8").reshape(*IMAGE_SIZE, channels)


def read_target(path):
    """Returns one target file as uint8 [height, width, target channels]."""
    return read_image(path, TARGET_CHANNELS)


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    splits = split_files(data_dir, limit)
    state = state or {"image_size": list(IMAGE_SIZE), "sizes": {}}
    train = make_dataset(*splits["train"], batch_size, training=True)
    validation = make_dataset(*splits["validation"], batch_size)
    test = make_dataset(*splits["test"], batch_size)
    return Prepared(train, validation, test, state)


def describe(data_dir, output_dir):
    """Prints items per split, sizes and brightness; saves brightness histograms and pairs."""
    splits = split_files(data_dir)
    print({split: len(inputs) for split, (inputs, _) in splits.items()})
    paths, target_paths = splits["train"]
    sizes = np.array([file_size(path) for path in paths[:500]])
    print(f"height x width from {sizes.min(axis=0)} to {sizes.max(axis=0)}, used as {IMAGE_SIZE}")
    inputs = np.stack([read_image(path) for path in paths[:100]])
    targets = np.stack([read_target(path) for path in target_paths[:100]])
    figure, axis = plt.subplots(figsize=(7, 4))
    for name, pixels in (("input", inputs), ("target", targets)):
        print(f"{name}: brightness {pixels.mean():.1f}, spread {pixels.std():.1f} of 0-255")
        axis.hist(pixels.reshape(-1), bins=64, alpha=0.6, label=name)
    axis.set(xlabel="pixel value", ylabel="pixels")
    axis.legend()
    save_figure(figure, output_dir, "brightness")
    pairs = list(zip(inputs[:4], targets[:4], strict=True))
    panels = [image for pair in pairs for image in pair]
    show_grid(panels, ["input", "target"] * len(pairs), output_dir, "samples")


# %% Preprocessing
def load_pair(input_path, target_path):
    """Reads one pair in tf.data -> two uint8 images [height, width, channels]."""
    image = tf.numpy_function(read_image, [input_path], tf.uint8)
    target = tf.numpy_function(read_target, [target_path], tf.uint8)
    image = tf.ensure_shape(image, (*IMAGE_SIZE, CHANNELS))
    return image, tf.ensure_shape(target, (*IMAGE_SIZE, TARGET_CHANNELS))


def make_dataset(paths, target_paths, batch_size, training=False):
    """Returns batches of (inputs 0-255, targets 0-1), both [n, height, width, channels]."""
    dataset = tf.data.Dataset.from_tensor_slices((paths, target_paths))
    dataset = dataset.map(load_pair, num_parallel_calls=tf.data.AUTOTUNE)
    if len(paths) * math.prod(IMAGE_SIZE) * (CHANNELS + TARGET_CHANNELS) <= CACHE_BYTES:
        dataset = dataset.cache()
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    dataset = dataset.batch(batch_size)
    dataset = dataset.map(lambda images, targets: (images, tf.cast(targets, tf.float32) / 255))
    return dataset.prefetch(tf.data.AUTOTUNE)


# %% Model
def build_model(learning_rate=LEARNING_RATE):
    """Returns the compiled network: images 0-255 -> restored images 0-1."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = layers.Rescaling(1 / 255)(inputs)
    features = layers.Conv2D(32, (5, 5), padding="same", activation="relu")(features)
    features = layers.Conv2D(32, (3, 3), padding="same", activation="relu")(features)
    features = layers.Conv2D(32, (3, 3), padding="same", activation="relu")(features)
    features = layers.Conv2D(32, (3, 3), padding="same", activation="relu")(features)
    outputs = layers.Conv2D(TARGET_CHANNELS, (3, 3), padding="same")(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="mean_squared_error",
        metrics=["mae"],
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


def measure_psnr(targets, restored):
    """Returns the signal-to-noise ratio in dB [n] of restored images 0-1; higher is better."""
    squares = np.mean((targets - restored) ** 2, axis=(1, 2, 3))
    return -10 * np.log10(np.maximum(squares, 1e-10))


def measure_ssim(targets, restored):
    """Returns the structural similarity [n] of restored images 0-1; 1 is the same image."""
    return tf.image.ssim(targets, restored, 1.0, filter_size=min(11, *IMAGE_SIZE)).numpy()


def copy_input(images):
    """Returns inputs 0-255 unchanged, as images 0-1 with the target's channels."""
    images = images / 255
    if CHANNELS != TARGET_CHANNELS:
        images = np.repeat(images.mean(axis=-1, keepdims=True), TARGET_CHANNELS, axis=-1)
    return images.astype("float32")


def neighbours(images):
    """Returns each pixel's 3 x 3 surroundings, 0-1: [n, height, width, 9 channels]."""
    height, width = IMAGE_SIZE
    padded = np.pad(images / 255, ((0, 0), (1, 1), (1, 1), (0, 0)), mode="edge")
    shifts = [
        padded[:, row : row + height, column : column + width] for row, column in np.ndindex(3, 3)
    ]
    return np.concatenate(shifts, axis=-1)


def fit_reference(train):
    """Returns a linear filter of 3 x 3 pixels, fitted on sampled train pixels."""
    generator = np.random.default_rng(SEED)
    values, pixels = [], []
    for images, targets in train:
        around = neighbours(images.numpy()).reshape(-1, 9 * CHANNELS)
        rows = generator.choice(len(around), min(len(around), 2000), replace=False)
        values.append(around[rows])
        pixels.append(targets.numpy().reshape(-1, TARGET_CHANNELS)[rows])
        if sum(map(len, pixels)) >= REFERENCE_PIXELS:
            break
    return LinearRegression().fit(np.concatenate(values), np.concatenate(pixels))


def score_dataset(dataset, restore):
    """Returns PSNR [n] and SSIM [n] of a dataset; restore maps images 0-255 to images 0-1."""
    psnr, ssim = [], []
    for images, targets in dataset:
        restored = np.clip(restore(images.numpy()), 0, 1).astype("float32")
        psnr.append(measure_psnr(targets.numpy(), restored))
        ssim.append(measure_ssim(targets.numpy(), restored))
    return np.concatenate(psnr), np.concatenate(ssim)


def plot_pairs(model, test, output_dir):
    """Saves three test images as input, restored image and target."""
    images, targets = next(iter(test.unbatch().batch(3)))
    restored = np.clip(model.predict_on_batch(images), 0, 1)
    panels = []
    for image, said, true in zip(images.numpy(), restored, targets.numpy(), strict=True):
        panels += [image, (255 * said).astype("uint8"), (255 * true).astype("uint8")]
    show_grid(panels, ["input", "restored", "target"] * len(images), output_dir, "restored")


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    prepared = prepare(data_dir, limit=limit, state=state)
    psnr, ssim = score_dataset(prepared.test, model.predict_on_batch)
    copied, copied_ssim = score_dataset(prepared.test, copy_input)
    reference = fit_reference(prepared.train)
    filtered, _ = score_dataset(
        prepared.test,
        lambda images: reference.predict(neighbours(images).reshape(-1, 9 * CHANNELS)).reshape(
            -1, *IMAGE_SIZE, TARGET_CHANNELS
        ),
    )
    metrics = {
        "metric": "psnr",
        "higher_is_better": True,
        "model": float(psnr.mean()),
        "baseline": float(copied.mean()),
        "reference": float(filtered.mean()),
        "baseline_name": "unchanged input",
        "reference_name": "linear filter of 3 x 3 pixels",
        "test_size": len(psnr),
        "details": {
            "ssim": float(ssim.mean()),
            "ssim_of_unchanged_input": float(copied_ssim.mean()),
            "psnr_interval": bootstrap_interval(psnr),
        },
    }
    write_metrics(metrics, output_dir)
    plot_pairs(model, prepared.test, output_dir)
    return metrics


# %% Inference
def example_input(data_dir):
    """Returns one input image of the data, to try the prediction with."""
    return Path(split_files(data_dir, limit=1)["test"][0][0])


def predict_items(input_path, output_dir, output_path):
    """Writes a restored file for one image or each of a folder, and a CSV that names them."""
    model, _ = load_artifacts(output_dir)
    found = list_images(input_path) if input_path.is_dir() else [input_path]
    paths = [path for path, good in zip(found, keep_readable(found), strict=True) if good]
    if not paths:
        raise SystemExit(f"expected an image or a folder of images at {input_path}, found none")
    folder = output_path.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for number, path in enumerate(paths):
        restored = model.predict_on_batch(read_image(path)[None])[0]
        pixels = (255 * np.clip(restored, 0, 1)).round().astype("uint8")
        height, width = file_size(path)
        image = Image.fromarray(pixels.squeeze()).resize((width, height), Image.Resampling.BICUBIC)
        target_path = folder / f"{number:05d}_{path.stem}.png"
        image.save(target_path)
        rows.append({"file": str(path), "prediction": str(target_path)})
    pd.DataFrame(rows).to_csv(output_path, index=False)
    return output_path
