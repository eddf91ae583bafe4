"""What 2 programs share: thumbnails."""


# %% Imports
import numpy as np
import tensorflow as tf


# %% Evaluation
def thumbnails(paths):
    """Returns mean-pooled thumbnails [n, values] of image files."""
    images = np.stack([read_image(path) for path in paths])
    small = tf.image.resize(images, (REFERENCE_SIDE, REFERENCE_SIDE), method="area")
    return small.numpy().reshape(len(images), -1)
