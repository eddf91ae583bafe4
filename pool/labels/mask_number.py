"""Masks as class numbers, outputs as a probability per class and pixel."""

# %% Imports
import numpy as np
import tensorflow as tf


# %% Preprocessing
def encode_masks(masks):
    """Returns training targets [height, width] for class numbers [height, width]."""
    return tf.cast(masks, tf.int32)


# %% Evaluation
def predicted_numbers(scores):
    """Returns class numbers [n, height, width] for model outputs [n, height, width, k]."""
    return np.argmax(scores, axis=-1)
