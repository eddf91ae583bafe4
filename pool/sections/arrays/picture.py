"""Gives as_picture: items of any shape for two-dimensional convolutions."""

# %% Imports
import math

from keras import layers


# %% Model
def as_picture(inputs):
    """Returns items of any shape as pictures [n, height, width, channels]."""
    shape = INPUT_SHAPE
    if len(shape) < 3:
        shape = (*shape, 1, 1)[:3]
    height = math.prod(shape[:-2])  # frames of a film stand one below the other
    return layers.Reshape((height, *shape[-2:]))(inputs)
