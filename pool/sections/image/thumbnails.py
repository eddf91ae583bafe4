"""Gives reference_inputs of images: small copies. Needs image/read."""

# %% Imports
import numpy as np
import tensorflow as tf

# %% Configuration
REFERENCE_INPUTS = "thumbnails"
# Height and width of a thumbnail in pixels.
THUMBNAIL_SIDE = 16


# %% Evaluation
def reference_inputs(paths, state):
    """Returns mean-pooled thumbnails [n, values] 0-1 of image files, for the simple reference."""
    images = read_images(paths) / np.float32(255)
    small = tf.image.resize(images, (THUMBNAIL_SIDE, THUMBNAIL_SIDE), method="area")
    return small.numpy().reshape(len(paths), -1)
