"""Masks as 0 and 1, outputs as the probability that a pixel belongs to an object."""

# %% Imports
import tensorflow as tf


# %% Preprocessing
def encode_masks(masks):
    """Returns training targets [height, width, 1] for class numbers [height, width]."""
    return tf.cast(masks, tf.float32)[..., None]


# %% Evaluation
def predicted_numbers(scores):
    """Returns class numbers [n, height, width] for model outputs [n, height, width, 1]."""
    return (scores[..., 0] > 0.5).astype("int32")
