"""Damaged and clear images are pairs of files; a linear filter is the reference.

Gives describing, loading and fit_reference; needs image/pairs.
"""

# %% Imports
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from sklearn.linear_model import LinearRegression

# %% Configuration
REFERENCE_MODEL = "linear filter of 3 x 3 pixels"
# The simple reference learns from at most so many train images, and pixels of each.
REFERENCE_ITEMS = 200
REFERENCE_PIXELS = 500


# %% Data
def read_clear(path):
    """Returns one target file as uint8 [height, width, target channels]."""
    return read_image(path, TARGET_CHANNELS)


def describe_targets(splits, output_dir):
    """Prints brightness and spread of inputs and targets of train; saves their histograms."""
    paths, targets = splits["train"]
    parts = {"input": [read_image(path) for path in paths[:100]]}
    parts["target"] = [read_clear(path) for path in targets[:100]]
    figure, axis = plt.subplots(figsize=(7, 4))
    for name, images in parts.items():
        pixels = np.concatenate([image.reshape(-1) for image in images])
        print(f"{name}: brightness {pixels.mean():.1f}, spread {pixels.std():.1f} of 0-255")
        axis.hist(pixels, bins=64, alpha=0.6, label=name)
    axis.set(xlabel="pixel value", ylabel="pixels")
    axis.legend()
    save_figure(figure, output_dir, "brightness")


def describe_inputs(items, targets, output_dir):
    """Prints the sizes of image files; saves four of them beside their targets."""
    print_sizes(items)
    panels, titles = [], []
    for path, target in zip(items[:4], targets[:4], strict=True):
        panels += [read_image(path), read_clear(target)]
        titles += [Path(path).name, "target"]
    show_grid(panels, titles, output_dir, "samples")


# %% Preprocessing
def learn_targets(targets):
    """Returns nothing but the sizes of the model: pixels are scaled alike in all images."""
    return {"sizes": {}}


def load_clear(path):
    """Reads one target inside a tf.data pipeline: path -> float32 0-1 [height, width, channels]."""
    image = tf.numpy_function(lambda name: read_clear(name.decode()), [path], tf.uint8)
    image = tf.ensure_shape(image, (*IMAGE_SIZE, TARGET_CHANNELS))
    return tf.cast(image, tf.float32) / 255


def target_dataset(targets, state):
    """Returns the clear images of files one by one, 0-1."""
    dataset = tf.data.Dataset.from_tensor_slices(targets)
    return dataset.map(load_clear, num_parallel_calls=tf.data.AUTOTUNE)


# %% Evaluation
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


def fit_reference(paths, targets):
    """Returns a linear filter, fitted on sampled pixels: images 0-255 -> restored images 0-1."""
    generator = np.random.default_rng(SEED)
    around, pixels = [], []
    for path, target in zip(paths[:REFERENCE_ITEMS], targets[:REFERENCE_ITEMS], strict=True):
        rows = generator.integers(np.prod(IMAGE_SIZE), size=REFERENCE_PIXELS)
        around.append(neighbours(read_image(path)[None]).reshape(-1, 9 * CHANNELS)[rows])
        pixels.append(read_clear(target).reshape(-1, TARGET_CHANNELS)[rows] / 255)
    reference = LinearRegression().fit(np.concatenate(around), np.concatenate(pixels))

    def restore(images):
        """Returns the filtered images 0-1 of images 0-255."""
        found = reference.predict(neighbours(images).reshape(-1, 9 * CHANNELS))
        return found.reshape(-1, *IMAGE_SIZE, TARGET_CHANNELS).clip(0, 1).astype("float32")

    return restore
