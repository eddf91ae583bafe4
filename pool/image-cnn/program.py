"""Classifies images that lie in one folder per class, with a small convolutional network.

The data folder holds one sub-folder per class; the result is a class and its probability per image.
"""

# %% Imports
import json
import math
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf
from PIL import Image, ImageOps
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
# The simple reference sees thumbnails of this side, from at most so many train images.
REFERENCE_SIDE = 16
REFERENCE_ITEMS = 2000
# Folder below the data folder that holds the class folders; "" is the data folder itself.
IMAGE_ROOT = ""


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


def load_data(data_dir):
    """Returns train, validation and test as batches of (images, targets)."""
    return prepare(data_dir)[:3]


class Prepared(NamedTuple):
    """Batches of images [n, height, width, channels] 0-255 with targets, and what train taught."""

    train: tf.data.Dataset
    validation: tf.data.Dataset
    test: tf.data.Dataset
    state: dict


def find_class_names(root):
    """Returns the sorted names of the folders that hold at least one image."""
    if not root.is_dir():
        found = ", ".join(sorted(path.name for path in root.parent.glob("*"))[:20]) or "nothing"
        raise SystemExit(f"expected a folder of class folders at {root}, found beside it: {found}")
    folders = [path for path in root.iterdir() if path.is_dir() and path.name[0] != "."]
    class_names = sorted(folder.name for folder in folders if list_images(folder))
    if len(class_names) < 2:
        raise SystemExit(f"expected two or more class folders in {root}, found: {class_names}")
    return class_names


def split_files(data_dir, class_names, limit=None):
    """Returns {split: (file paths [n], class numbers [n])}, readable files only."""
    root = data_dir / IMAGE_ROOT
    files = [(path, name) for name in class_names for path in list_images(root / name)]
    if not files:
        raise SystemExit(f"expected images of the classes {class_names} in {root}, found none")
    paths = np.array([str(path) for path, _ in files])
    numbers = np.array([class_names.index(name) for _, name in files], dtype="int32")
    splits = {}
    for split, rows in zip(("train", "validation", "test"), split_by_class(numbers), strict=True):
        rows = rows[:limit]
        rows = rows[keep_readable(paths[rows])]
        if len(rows) == 0:
            raise SystemExit(f"expected readable {split} images in {root}, found none")
        splits[split] = (paths[rows], numbers[rows])
    return splits


def describe(data_dir, output_dir):
    """Prints items per split and class and the image sizes; saves class bars and samples."""
    class_names = find_class_names(data_dir / IMAGE_ROOT)
    splits = split_files(data_dir, class_names)
    counts = {
        split: np.bincount(numbers, minlength=len(class_names))
        for split, (_, numbers) in splits.items()
    }
    counts = pd.DataFrame(counts, index=class_names)
    print(counts, counts.sum().rename("all"), sep="\n")
    paths, numbers = splits["train"]
    sizes = np.array([file_size(path) for path in paths[:500]])
    print(f"height x width from {sizes.min(axis=0)} to {sizes.max(axis=0)}, used as {IMAGE_SIZE}")
    axis = counts.plot.bar(stacked=True, figsize=(8, 4), xlabel="class", ylabel="images")
    save_figure(axis.figure, output_dir, "classes")
    titles = [class_names[number] for number in numbers[:9]]
    show_grid([read_image(path) for path in paths[:9]], titles, output_dir, "samples")


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    class_names = state["class_names"] if state else find_class_names(data_dir / IMAGE_ROOT)
    splits = split_files(data_dir, class_names, limit)
    state = state or {"class_names": class_names, "sizes": {"class_count": len(class_names)}}
    train = make_dataset(*splits["train"], batch_size, training=True)
    validation = make_dataset(*splits["validation"], batch_size)
    test = make_dataset(*splits["test"], batch_size)
    return Prepared(train, validation, test, state)


# %% Preprocessing
def encode_labels(numbers):
    """Returns training targets [n] for class numbers [n]."""
    return np.asarray(numbers, dtype="int32")


def label_numbers(targets):
    """Returns class numbers [n] for training targets."""
    return np.asarray(targets, dtype="int32")


def load_item(path, target):
    """Reads one image inside a tf.data pipeline: path -> uint8 [height, width, channels]."""
    image = tf.numpy_function(read_image, [path], tf.uint8)
    return tf.ensure_shape(image, (*IMAGE_SIZE, CHANNELS)), target


def make_dataset(paths, numbers, batch_size, training=False):
    """Returns batches of (uint8 images [n, height, width, channels], targets)."""
    dataset = tf.data.Dataset.from_tensor_slices((paths, encode_labels(numbers)))
    dataset = dataset.map(load_item, num_parallel_calls=tf.data.AUTOTUNE)
    if len(paths) * math.prod(IMAGE_SIZE) * CHANNELS <= CACHE_BYTES:
        dataset = dataset.cache()
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Model
def build_model(class_count=CLASS_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled network: images [n, height, width, channels] 0-255 -> classes [n, k]."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = layers.Rescaling(1 / 255)(inputs)
    features = layers.Conv2D(32, (3, 3), padding="same", use_bias=False)(features)
    features = layers.BatchNormalization(momentum=0.9)(features)
    features = layers.ReLU()(features)
    features = layers.MaxPooling2D((2, 2))(features)
    features = layers.Conv2D(64, (3, 3), padding="same", use_bias=False)(features)
    features = layers.BatchNormalization(momentum=0.9)(features)
    features = layers.ReLU()(features)
    features = layers.MaxPooling2D((2, 2))(features)
    features = layers.Conv2D(128, (3, 3), padding="same", use_bias=False)(features)
    features = layers.BatchNormalization(momentum=0.9)(features)
    features = layers.ReLU()(features)
    features = layers.GlobalAveragePooling2D()(features)
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


def thumbnails(images):
    """Returns mean-pooled thumbnails [n, values] of images [n, height, width, channels] 0-255."""
    small = tf.image.resize(images, (REFERENCE_SIDE, REFERENCE_SIDE), method="area")
    return small.numpy().reshape(len(images), -1)


def plot_errors(images, numbers, scores, class_names, output_dir):
    """Saves the images whose true class got the least probability."""
    probabilities = class_scores(scores)
    predicted = predicted_numbers(scores)
    worst = np.argsort(probabilities[np.arange(len(numbers)), numbers])[:9]
    titles = [f"{class_names[numbers[row]]}, said {class_names[predicted[row]]}" for row in worst]
    show_grid(images[worst], titles, output_dir, "worst")


def collect(model, dataset):
    """Returns images, class numbers and model outputs of a dataset; one pass keeps them aligned."""
    images, numbers, scores = [], [], []
    for batch, targets in dataset:
        images.append(batch.numpy().astype("uint8"))
        numbers.append(label_numbers(targets))
        scores.append(model.predict_on_batch(batch))
    return np.concatenate(images), np.concatenate(numbers), np.concatenate(scores)


def score_baselines(train, test_images, test_numbers):
    """Returns the accuracy of the majority class and of logistic regression on thumbnails."""
    pixels, numbers = [], []
    for images, targets in train:
        numbers.append(label_numbers(targets))
        if sum(map(len, pixels)) < REFERENCE_ITEMS:
            pixels.append(thumbnails(images))
    pixels, numbers = np.concatenate(pixels), np.concatenate(numbers)
    majority = np.bincount(numbers).argmax()
    baseline = float(np.mean(test_numbers == majority))
    if len(np.unique(numbers[: len(pixels)])) < 2:
        return baseline, None
    reference = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=500))
    reference.fit(pixels, numbers[: len(pixels)])
    return baseline, float(reference.score(thumbnails(test_images), test_numbers))


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    class_names = state["class_names"]
    prepared = prepare(data_dir, limit=limit, state=state)
    images, numbers, scores = collect(model, prepared.test)
    predicted = predicted_numbers(scores)
    baseline, reference = score_baselines(prepared.train, images, numbers)
    metrics = {
        "metric": "accuracy",
        "higher_is_better": True,
        "model": float(np.mean(predicted == numbers)),
        "baseline": baseline,
        "reference": reference,
        "baseline_name": "majority class",
        "reference_name": "logistic regression on thumbnails",
        "test_size": len(numbers),
        "details": {
            "macro_f1": float(f1_score(numbers, predicted, average="macro", zero_division=0)),
            "accuracy_interval": bootstrap_interval(predicted == numbers),
        },
    }
    write_metrics(metrics, output_dir)
    report_classes(numbers, predicted, class_names, output_dir)
    plot_errors(images, numbers, scores, class_names, output_dir)
    return metrics


# %% Inference
def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with class and probabilities for one image file or a folder of them."""
    model, state = load_artifacts(output_dir)
    class_names = state["class_names"]
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
    rows["prediction"] = [class_names[number] for number in predicted_numbers(scores)]
    rows[[f"probability_{name}" for name in class_names]] = class_scores(scores)
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows.to_csv(output_path, index=False)
    return output_path


def example_input(data_dir):
    """Returns one image file of the data, to try the prediction with."""
    return next(path for path in list_images(data_dir / IMAGE_ROOT) if is_readable(path))
