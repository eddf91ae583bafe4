"""What 2 programs share: Prepared, prepare, load_data, make_dataset."""


# %% Imports
from typing import NamedTuple
import math
import tensorflow as tf


# %% Data
class Prepared(NamedTuple):
    """Batches of images [n, height, width, channels] 0-255, and what train taught."""

    train: tf.data.Dataset
    validation: tf.data.Dataset
    test: tf.data.Dataset
    state: dict


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    splits = split_images(data_dir, limit)
    state = state or {"train_count": len(splits["train"]), "sizes": {}}
    train = make_dataset(splits["train"], batch_size, training=True)
    validation = make_dataset(splits["validation"], batch_size)
    test = make_dataset(splits["test"], batch_size)
    return Prepared(train, validation, test, state)


def load_data(data_dir):
    """Returns train, validation and test as batches of images."""
    return prepare(data_dir)[:3]


# %% Preprocessing
def make_dataset(paths, batch_size, training=False):
    """Returns batches of images [n, height, width, channels] 0-255; train is shuffled."""
    dataset = tf.data.Dataset.from_tensor_slices(paths)
    dataset = dataset.map(load_image, num_parallel_calls=tf.data.AUTOTUNE)
    if len(paths) * math.prod(IMAGE_SIZE) * CHANNELS <= CACHE_BYTES:
        dataset = dataset.cache()
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)
