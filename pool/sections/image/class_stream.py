"""Gives make_dataset of classes with their images, and condition_numbers.

Needs image/folders and targets/classes.
"""

# %% Imports
import tensorflow as tf

# %% Configuration
SHUFFLE_BUFFER = 2048


# %% Preprocessing
def learn_targets(targets):
    """Returns the class names and their count."""
    names = [str(name) for name in targets.cat.categories]
    return {"class_names": names, "sizes": {"class_count": len(names)}}


def condition_numbers(targets, state):
    """Returns the class number of each image [n]."""
    return class_numbers(targets, state)


def make_dataset(items, targets, state, batch_size, training=False):
    """Returns batches of (class numbers [n], images 0-255); train is shuffled."""
    numbers = tf.data.Dataset.from_tensor_slices(class_numbers(targets, state))
    images = tf.data.Dataset.from_tensor_slices(items)
    images = images.map(load_image, num_parallel_calls=tf.data.AUTOTUNE)
    dataset = tf.data.Dataset.zip((numbers, images))
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)
