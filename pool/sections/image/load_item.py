"""What 9 programs share: load_item."""


# %% Imports
import tensorflow as tf


# %% Preprocessing
def load_item(path, target):
    """Reads one image inside a tf.data pipeline: path -> uint8 [height, width, channels]."""
    image = tf.numpy_function(read_image, [path], tf.uint8)
    return tf.ensure_shape(image, (*IMAGE_SIZE, CHANNELS)), target
