"""Gives make_dataset of images with their targets, train changed at random.

Instead of training/batches.
"""

# %% Imports
import keras
import tensorflow as tf
from keras import layers

# %% Configuration
# Items that wait to be drawn at random.
SHUFFLE_BUFFER = 2048
# Largest random changes; the turn is a share of a full circle.
TURN = 0.05
ZOOM = 0.1
SHIFT = 0.1
CONTRAST = 0.2


# %% Preprocessing
def make_augmentation():
    """Returns random changes that keep the class, for batches of images 0-255."""
    return keras.Sequential(
        [
            layers.RandomFlip("horizontal"),
            layers.RandomRotation(TURN),
            layers.RandomZoom(ZOOM),
            layers.RandomTranslation(SHIFT, SHIFT),
            layers.RandomContrast(CONTRAST),
        ],
        name="augmentation",
    )


def make_dataset(items, targets, state, batch_size, training=False):
    """Returns batches of (inputs, targets); train is shuffled and changed anew in every epoch."""
    dataset = tf.data.Dataset.zip((input_dataset(items, state), target_dataset(targets, state)))
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    dataset = dataset.batch(batch_size)
    if training:
        augmentation = make_augmentation()
        dataset = dataset.map(
            lambda images, targets: (augmentation(images, training=True), targets),
            num_parallel_calls=tf.data.AUTOTUNE,
        )
    return dataset.prefetch(tf.data.AUTOTUNE)
