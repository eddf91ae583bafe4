"""What the program image-autoencoder alone has."""


# %% Imports
from PIL import Image
from keras import layers
from typing import NamedTuple
import keras
import math
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf


# %% Configuration
# Standard deviation of the added noise, in grey levels of 0-255.
NOISE_LEVEL = 30.0


# %% Data
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


# %% Evaluation
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
