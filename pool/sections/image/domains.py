"""Images of two domains lie in two folders; no image has a partner: split_items, describing.

Needs image/read, files/readable and splits/random. Items are paths of one domain, targets of the
other; there may be more of one than of the other.
"""

# %% Imports
from pathlib import Path

import numpy as np
import tensorflow as tf

# %% Configuration
INPUT_FOLDER = "trainA"
TARGET_FOLDER = "trainB"
TARGET_CHANNELS = 3
SHUFFLE_BUFFER = 2048


# %% Data
def split_domain(folder):
    """Returns the paths of train, validation and test; a folder testA beside trainA is the test."""
    paths = np.array([str(path) for path in list_files(folder)])
    if len(paths) < 3:
        raise SystemExit(f"expected three or more images in {folder}, found {len(paths)}")
    paths = paths[keep_readable(paths)]
    test = folder.with_name(folder.name.replace("train", "test"))
    if test == folder or not test.is_dir():
        return [paths[rows] for rows in split_rows(paths)]
    train, validation, _ = split_rows(paths, VALIDATION_SHARE, 0)
    given = np.array([str(path) for path in list_files(test)])
    return [paths[train], paths[validation], given[keep_readable(given)]]


def split_items(data_dir, limit=None):
    """Returns {split: (paths of images [n], paths of the other domain [m])}; limit: per split."""
    domains = [split_domain(data_dir / folder) for folder in (INPUT_FOLDER, TARGET_FOLDER)]
    splits = {}
    for split, *parts in zip(("train", "validation", "test"), *domains, strict=True):
        splits[split] = tuple(paths[:limit] for paths in parts)
        if any(len(paths) == 0 for paths in parts):
            raise SystemExit(f"expected images of both domains for the {split} split")
    return splits


def describe_targets(splits, output_dir):
    """Prints how many images of the other domain there are; saves nine of them."""
    others = splits["train"][1]
    print("images of the other domain:", {name: len(part[1]) for name, part in splits.items()})
    show_items(others, [Path(path).name for path in others[:9]], output_dir, "other_samples")


def describe_inputs(items, targets, output_dir):
    """Prints the sizes of image files; saves nine of them."""
    print_sizes(items)
    show_items(items, [Path(path).name for path in items[:9]], output_dir, "samples")


# %% Preprocessing
def learn_state(items, targets):
    """Returns what train teaches: nothing, as pixels are scaled in the network."""
    return {"sizes": {}}


def load_target(path):
    """Reads one image of the other domain: path -> float [height, width, channels], 0-1."""
    pixels = tf.numpy_function(
        lambda name: read_image(name.decode(), TARGET_CHANNELS), [path], tf.uint8
    )
    return tf.cast(tf.ensure_shape(pixels, (*IMAGE_SIZE, TARGET_CHANNELS)), tf.float32) / 255


def make_dataset(items, targets, state, batch_size, training=False):
    """Returns batches of (images 0-255, other images 0-1), which do not belong together."""
    sides = []
    for paths, load in ((items, load_image), (targets, load_target)):
        side = tf.data.Dataset.from_tensor_slices(paths)
        if training:
            side = side.shuffle(SHUFFLE_BUFFER, seed=SEED)
        sides.append(side.repeat().map(load, num_parallel_calls=tf.data.AUTOTUNE))
    dataset = tf.data.Dataset.zip(tuple(sides)).take(max(len(items), len(targets)))
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Inference
def find_example(data_dir):
    """Returns one image of the data."""
    return Path(split_items(data_dir, limit=1)["test"][0][0])
