"""What 12 programs share: Prepared."""


# %% Imports
from typing import NamedTuple
import tensorflow as tf


# %% Data
class Prepared(NamedTuple):
    """Batches of images [n, height, width, channels] 0-255 with targets, and what train taught."""

    train: tf.data.Dataset
    validation: tf.data.Dataset
    test: tf.data.Dataset
    state: dict
