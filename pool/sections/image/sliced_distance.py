"""What 2 programs share: LATENT_SIZE, START_FILTERS, GENERATOR_FILTERS, DISCRIMINATOR_FILTERS, ..."""


# %% Imports
from keras import ops
import json
import keras
import math
import matplotlib.pyplot as plt
import numpy as np


# %% Configuration
# Length of the noise vector that an image is made from.
LATENT_SIZE = 64
# Channels of the small grid that the generator starts from.
START_FILTERS = 128
# Filters of each generator block; a block doubles the image.
GENERATOR_FILTERS = (64, 32)
# Filters of each discriminator block; a block halves the image.
DISCRIMINATOR_FILTERS = (32, 64)
# Real images count as this sure: a target below 1 keeps the discriminator from overconfidence.
REAL_TARGET = 0.9
# Image sets are compared on thumbnails of about this side along so many random directions.
THUMBNAIL_SIDE = 8
DIRECTIONS = 64
# Epochs without nearer images before training stops; adversarial training is far from steady.
PATIENCE = 60
# Epochs between two pictures of what the same noise becomes.
GRID_EPOCHS = 10
# Generated images are compared with the train images of so many batches.
COMPARED_BATCHES = 64


# %% Model
def sliced_distance(first, second):
    """Returns the mean distance of two equally large image sets 0-255, in grey levels; 0 is alike.

    Sliced Wasserstein distance: thumbnails are projected on random directions, and along each the
    sorted values of one set are compared with those of the other.
    """
    pool = tuple(max(1, side // THUMBNAIL_SIDE) for side in IMAGE_SIZE)
    first = ops.average_pool(ops.cast(first, "float32"), pool, padding="same")
    second = ops.average_pool(ops.cast(second, "float32"), pool, padding="same")
    values = math.prod(first.shape[1:])
    directions = keras.random.normal((values, DIRECTIONS), seed=SEED)
    directions = directions / ops.norm(directions, axis=0, keepdims=True)
    first = ops.sort(ops.matmul(ops.reshape(first, (-1, values)), directions), axis=0)
    second = ops.sort(ops.matmul(ops.reshape(second, (-1, values)), directions), axis=0)
    return ops.mean(ops.abs(first - second))


# %% Training
def plot_curves(history, output_dir):
    """Saves both losses and the distance of generated from validation images, by epoch."""
    figure, axes = plt.subplots(1, 2, figsize=(10, 4))
    for name in ("generator_loss", "discriminator_loss"):
        axes[0].plot(history[name], label=name)
    axes[0].set(title="losses on train", xlabel="epoch")
    axes[0].legend()
    axes[1].plot(history["val_distance"])
    axes[1].set(title="distance from validation images", xlabel="epoch", ylabel="grey levels")
    save_figure(figure, output_dir, "curves")


# %% Evaluation
def load_artifacts(output_dir):
    """Returns the trained model and the state it was trained with."""
    for name in ("model.keras", "preprocessing.json"):
        if not (output_dir / name).is_file():
            raise SystemExit(f"expected {name} in {output_dir}, found none: train the model first")
    state = json.loads((output_dir / "preprocessing.json").read_text(encoding="utf-8"))
    classes = {"AdversarialNetwork": AdversarialNetwork}
    return keras.models.load_model(output_dir / "model.keras", custom_objects=classes), state


def nearest_distances(images, others):
    """Returns the index of the nearest other image [n] and its root mean square difference [n]."""
    others = others.reshape(len(others), -1).astype("float32")
    nearest, distances = [], []
    for image in images.reshape(len(images), -1).astype("float32"):
        differences = np.sqrt(np.mean((others - image) ** 2, axis=1))
        nearest.append(int(differences.argmin()))
        distances.append(float(differences.min()))
    return np.array(nearest), np.array(distances)


def spread(images):
    """Returns the mean deviation of a pixel over the images, in grey levels; 0 is all the same."""
    return float(images.std(axis=0).mean())


def plot_nearest(images, nearest, output_dir):
    """Saves generated images above the train images nearest to them."""
    count = min(8, len(images))
    figure, axes = plt.subplots(2, count, figsize=(1.5 * count, 3.4), squeeze=False)
    for line, row in zip(axes, (images, nearest), strict=True):
        for axis, image in zip(line, row, strict=False):
            axis.imshow(np.squeeze(image), cmap="gray", vmin=0, vmax=255)
            axis.set(xticks=[], yticks=[])
    axes[0, 0].set_ylabel("generated")
    axes[1, 0].set_ylabel("nearest train")
    save_figure(figure, output_dir, "nearest")
