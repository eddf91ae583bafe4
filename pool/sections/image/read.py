"""Decodes images: read_image, is_readable, file_size, show_grid.

Each file is decoded once a run.
"""

# %% Imports
from contextlib import suppress
from functools import lru_cache

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from PIL import Image, ImageOps

# %% Configuration
# Height and width in pixels.
IMAGE_SIZE = (64, 64)
CHANNELS = 3
# Whether files hold more than 8 bits a pixel and channel; None asks each file.
DEEP_PIXELS = None
FILE_SUFFIXES = (".bmp", ".gif", ".jpeg", ".jpg", ".png", ".ppm", ".tif", ".tiff", ".webp")
# Decoded images stay in memory up to this many bytes.
CACHE_BYTES = 2_000_000_000


# %% Data
@lru_cache(CACHE_BYTES // (CHANNELS * IMAGE_SIZE[0] * IMAGE_SIZE[1]))
def read_image(path, channels=CHANNELS):
    """Returns one image file as uint8 [height, width, channels], whatever its format and depth."""
    with Image.open(path) as image:
        # JPEG files decode several times faster at a reduced scale that is still large enough.
        image.draft(None, (2 * max(IMAGE_SIZE), 2 * max(IMAGE_SIZE)))
        image = ImageOps.exif_transpose(image)
        # 16-bit and float pixels: stretch the file's own range to 0-255.
        if DEEP_PIXELS is not False and image.mode[0] in "IF":
            pixels = np.asarray(image, "float32")
            pixels = (pixels - pixels.min()) * 255 / max(float(np.ptp(pixels)), 1e-6)
            image = Image.fromarray(pixels.astype("uint8"))
        image = image.convert({1: "L", 3: "RGB", 4: "RGBA"}[channels]).resize(IMAGE_SIZE[::-1])
    return np.asarray(image, "uint8").reshape(*IMAGE_SIZE, channels)


def is_readable(path):
    """Tells whether an image file decodes to its last row."""
    with suppress(OSError, EOFError, ValueError, SyntaxError, Image.DecompressionBombError):
        return len(read_image(path)) > 0
    return False


def read_images(paths):
    """Returns image files as uint8 [n, height, width, channels]."""
    return np.stack([read_image(path) for path in paths])


def file_size(path):
    """Returns height and width of an image file as it is shown, in pixels."""
    with Image.open(path) as image:
        return ImageOps.exif_transpose(image).size[::-1]


def print_sizes(paths):
    """Prints the range of the sizes of image files."""
    sizes = np.array([keras.utils.load_img(path).size for path in paths[:100]])
    print(f"width x height from {sizes.min(axis=0)} to {sizes.max(axis=0)}")


def show_grid(images, titles, output_dir, name):
    """Saves nine images [n, height, width, channels] 0-255 with their titles as a 3x3 grid."""
    figure, axes = plt.subplots(3, 3, figsize=(8, 8), subplot_kw={"xticks": [], "yticks": []})
    for axis, image, title in zip(axes.flat, images, titles, strict=False):
        axis.set_title(title, fontsize=9)
        axis.imshow(np.squeeze(image), cmap="gray", vmin=0, vmax=255)
    save_figure(figure, output_dir, name)


def show_items(paths, titles, output_dir, name):
    """Saves the images of nine files with their titles as a 3x3 grid."""
    figure, axes = plt.subplots(3, 3, figsize=(8, 8), subplot_kw={"xticks": [], "yticks": []})
    for axis, path, title in zip(axes.flat, paths, titles, strict=False):
        axis.set_title(title, fontsize=9)
        axis.imshow(np.squeeze(read_image(path)), cmap="gray", vmin=0, vmax=255)
    save_figure(figure, output_dir, name)


# %% Preprocessing
def load_image(path):
    """Reads one image inside a tf.data pipeline: path -> uint8 [height, width, channels]."""
    image = tf.numpy_function(lambda name: read_image(name.decode()), [path], tf.uint8)
    return tf.ensure_shape(image, (*IMAGE_SIZE, CHANNELS))
