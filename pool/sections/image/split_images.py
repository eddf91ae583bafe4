"""What 3 programs share: IMAGE_FOLDER, split_images, describe, load_image."""


# %% Imports
from pathlib import Path
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf


# %% Configuration
# Folder below the data folder that holds the images, at any depth; "" is the data folder itself.
IMAGE_FOLDER = ""


# %% Data
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


# %% Preprocessing
def load_image(path):
    """Reads one image inside a tf.data pipeline: path -> uint8 [height, width, channels]."""
    image = tf.numpy_function(read_image, [path], tf.uint8)
    return tf.ensure_shape(image, (*IMAGE_SIZE, CHANNELS))
