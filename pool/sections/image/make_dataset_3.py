"""What 2 programs share: make_dataset."""


# %% Imports
import math
import tensorflow as tf


# %% Preprocessing
def make_dataset(paths, targets, batch_size, training=False):
    """Returns batches of (uint8 images [n, height, width, channels], targets)."""
    dataset = tf.data.Dataset.from_tensor_slices((paths, targets))
    dataset = dataset.map(load_item, num_parallel_calls=tf.data.AUTOTUNE)
    if len(paths) * math.prod(IMAGE_SIZE) * CHANNELS <= CACHE_BYTES:
        dataset = dataset.cache()
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)
