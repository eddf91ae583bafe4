"""Counts people in images by estimating a density map with dilated convolutions.

Photos and density maps lie in two folders under the same names; a map's sum is the count.
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
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

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
# The simple reference sees thumbnails of this side, from at most so many train images.
REFERENCE_SIDE = 16
REFERENCE_ITEMS = 2000
INPUT_FOLDER = "images"
TARGET_FOLDER = "maps"
# What a target's name adds to its input's name.
TARGET_SUFFIX = ""
TARGET_CHANNELS = 1


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


def read_map(path):
    """Returns one number map as float32 [height, width, 1]; resizing keeps the map's sum."""
    with Image.open(path) as image:
        if image.mode[0] not in "IF":
            image = image.convert("L")
        numbers = Image.fromarray(np.asarray(image, "float32"))
        numbers = numbers.resize(IMAGE_SIZE[::-1], Image.Resampling.BOX)
        shrink = image.width * image.height / math.prod(IMAGE_SIZE)
    return np.asarray(numbers, "float32")[..., None] * np.float32(shrink)


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    splits = split_files(data_dir, limit)
    state = state or {"target_scale": learn_scale(splits["train"][1]), "sizes": {}}
    train = make_dataset(*splits["train"], state, batch_size, training=True)
    validation = make_dataset(*splits["validation"], state, batch_size)
    test = make_dataset(*splits["test"], state, batch_size)
    return Prepared(train, validation, test, state)


def shade(numbers):
    """Returns a number map [height, width, 1] as grey values, its largest number white."""
    return (255 * numbers / max(float(numbers.max()), 1e-6)).clip(0, 255).astype("uint8")


def describe(data_dir, output_dir):
    """Prints items and map totals per split and the image sizes; saves histogram and pairs."""
    splits = split_files(data_dir)
    totals = {
        split: pd.Series([float(read_map(path).sum()) for path in maps[:500]])
        for split, (_, maps) in splits.items()
    }
    totals = pd.DataFrame(totals)
    print(totals.describe())
    paths, map_paths = splits["train"]
    sizes = np.array([file_size(path) for path in paths[:500]])
    print(f"height x width from {sizes.min(axis=0)} to {sizes.max(axis=0)}, used as {IMAGE_SIZE}")
    axis = totals.plot.hist(bins=30, stacked=True, figsize=(8, 4), xlabel="sum of the map")
    save_figure(axis.figure, output_dir, "totals")
    panels, titles = [], []
    for path, map_path, total in zip(paths[:4], map_paths[:4], totals["train"], strict=False):
        panels += [read_image(path), shade(read_map(map_path))]
        titles += ["image", f"map, sum {total:.4g}"]
    show_grid(panels, titles, output_dir, "samples")


# %% Preprocessing
def learn_scale(paths):
    """Returns the spread of the pixels of the train maps, the network's unit."""
    return float(np.std([read_map(path) for path in paths[:200]])) or 1.0


def load_pair(input_path, map_path):
    """Reads one pair in tf.data -> image [height, width, channels] and map [height, width, 1]."""
    image = tf.numpy_function(read_image, [input_path], tf.uint8)
    numbers = tf.numpy_function(read_map, [map_path], tf.float32)
    image = tf.ensure_shape(image, (*IMAGE_SIZE, CHANNELS))
    return image, tf.ensure_shape(numbers, (*IMAGE_SIZE, TARGET_CHANNELS))


def make_dataset(paths, map_paths, state, batch_size, training=False):
    """Returns batches of (images 0-255, scaled maps), both [n, height, width, channels]."""
    dataset = tf.data.Dataset.from_tensor_slices((paths, map_paths))
    dataset = dataset.map(load_pair, num_parallel_calls=tf.data.AUTOTUNE)
    if len(paths) * math.prod(IMAGE_SIZE) * (CHANNELS + 4) <= CACHE_BYTES:
        dataset = dataset.cache()
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    dataset = dataset.batch(batch_size)
    dataset = dataset.map(lambda images, maps: (images, maps / state["target_scale"]))
    return dataset.prefetch(tf.data.AUTOTUNE)


def restore(scaled, state):
    """Returns maps [n, height, width, 1] in their own units for scaled maps or model outputs."""
    return np.maximum(np.asarray(scaled), 0) * state["target_scale"]


# %% Model
def build_model(learning_rate=LEARNING_RATE):
    """Returns the compiled network: images 0-255 -> scaled maps [n, height, width, 1]."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = layers.Rescaling(1 / 255)(inputs)
    features = layers.Conv2D(32, (3, 3), padding="same", activation="relu")(features)
    features = layers.Conv2D(32, (3, 3), padding="same", activation="relu")(features)
    features = layers.Conv2D(32, 3, padding="same", dilation_rate=2, activation="relu")(features)
    features = layers.Conv2D(32, 3, padding="same", dilation_rate=4, activation="relu")(features)
    features = layers.Conv2D(16, (3, 3), padding="same", activation="relu")(features)
    outputs = layers.Conv2D(TARGET_CHANNELS, (1, 1))(features)
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


def sum_maps(scaled, state):
    """Returns the total [n] of each map, in the maps' own units."""
    return restore(scaled, state).sum(axis=(1, 2, 3))


def score_baselines(train, test_images, test_totals, state):
    """Returns the mean absolute error of the mean total and of ridge regression on thumbnails."""
    pixels, totals = [], []
    for images, targets in train:
        totals.append(sum_maps(targets, state))
        if sum(map(len, pixels)) < REFERENCE_ITEMS:
            pixels.append(thumbnails(images))
    pixels, totals = np.concatenate(pixels), np.concatenate(totals)
    baseline = float(np.mean(np.abs(test_totals - totals.mean())))
    reference = make_pipeline(StandardScaler(), Ridge(alpha=100.0))
    reference.fit(pixels, totals[: len(pixels)])
    estimates = reference.predict(thumbnails(test_images))
    return baseline, float(np.mean(np.abs(test_totals - estimates)))


def plot_totals(totals, estimates, output_dir):
    """Saves estimated against true totals of the test maps."""
    figure, axis = plt.subplots(figsize=(5, 5))
    axis.scatter(totals, estimates, s=12)
    axis.axline((float(totals.mean()), float(totals.mean())), slope=1, color="gray")
    axis.set(xlabel="true total", ylabel="estimated total")
    save_figure(figure, output_dir, "estimates")


def plot_maps(images, targets, scores, output_dir):
    """Saves three test images with their true and estimated maps."""
    panels = []
    for image, true, said in zip(images[:3], targets[:3], scores[:3], strict=True):
        panels += [image, shade(true), shade(np.maximum(said, 0))]
    titles = ["image", "true map", "estimated map"] * len(images[:3])
    show_grid(panels, titles, output_dir, "maps")


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    prepared = prepare(data_dir, limit=limit, state=state)
    images, targets, scores = collect(model, prepared.test)
    totals, estimates = sum_maps(targets, state), sum_maps(scores, state)
    errors = np.abs(estimates - totals)
    baseline, reference = score_baselines(prepared.train, images, totals, state)
    metrics = {
        "metric": "mae_of_totals",
        "higher_is_better": False,
        "model": float(errors.mean()),
        "baseline": baseline,
        "reference": reference,
        "baseline_name": "mean total of train",
        "reference_name": "ridge regression on thumbnails",
        "test_size": len(totals),
        "details": {
            "rmse_of_totals": float(np.sqrt(np.mean(errors**2))),
            "mae_of_pixels": float(np.mean(np.abs(targets - scores)) * state["target_scale"]),
            "mae_interval": bootstrap_interval(errors),
        },
    }
    write_metrics(metrics, output_dir)
    plot_totals(totals, estimates, output_dir)
    plot_maps(images, targets, scores, output_dir)
    return metrics


# %% Inference
def example_input(data_dir):
    """Returns one input image of the data, to try the prediction with."""
    return Path(split_files(data_dir, limit=1)["test"][0][0])


def predict_items(input_path, output_dir, output_path):
    """Writes a density map for one image or each of a folder, and a CSV with the totals."""
    model, state = load_artifacts(output_dir)
    found = list_images(input_path) if input_path.is_dir() else [input_path]
    paths = [path for path, good in zip(found, keep_readable(found), strict=True) if good]
    if not paths:
        raise SystemExit(f"expected an image or a folder of images at {input_path}, found none")
    folder = output_path.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for number, path in enumerate(paths):
        numbers = restore(model.predict_on_batch(read_image(path)[None]), state)[0]
        map_path = folder / f"{number:05d}_{path.stem}.tiff"
        Image.fromarray(numbers[..., 0].astype("float32")).save(map_path)
        rows.append({"file": str(path), "prediction": float(numbers.sum()), "map": str(map_path)})
    pd.DataFrame(rows).to_csv(output_path, index=False)
    return output_path
