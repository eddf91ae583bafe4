"""Noise is added to images, and the clean image is the target: make_dataset, a mean filter.

Needs image/alone.
"""

# %% Imports
import tensorflow as tf

# %% Configuration
SHUFFLE_BUFFER = 2048
# Standard deviation of the added noise, in grey levels of 0-255.
NOISE_LEVEL = 30.0
REFERENCE_MODEL = "3 x 3 mean filter"


# %% Preprocessing
def learn_targets(targets):
    """Returns the noise level; the model takes no sizes."""
    return {"noise_level": NOISE_LEVEL, "sizes": {}}


def add_noise(image, noise):
    """Returns (noisy, clean) of an image 0-255, for noise of unit deviation; clean is 0-1."""
    image = tf.cast(image, tf.float32)
    return tf.clip_by_value(image + NOISE_LEVEL * noise, 0.0, 255.0), image / 255


def add_fresh_noise(image):
    """Returns (noisy, clean) of a train image; the noise is new in every epoch."""
    return add_noise(image, tf.random.normal(tf.shape(image)))


def add_fixed_noise(index, image):
    """Returns (noisy, clean) of a held-out image; the noise depends on its index alone."""
    return add_noise(image, tf.random.stateless_normal(tf.shape(image), seed=(SEED, index)))


def make_dataset(items, targets, state, batch_size, training=False):
    """Returns batches of (noisy images 0-255, clean images 0-1); train is shuffled."""
    dataset = tf.data.Dataset.from_tensor_slices(items)
    dataset = dataset.map(load_image, num_parallel_calls=tf.data.AUTOTUNE)
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED).map(add_fresh_noise)
    else:
        dataset = dataset.enumerate().map(add_fixed_noise)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Evaluation
def copy_input(images):
    """Returns noisy images 0-255 as they are, 0-1."""
    return images / 255


def fit_reference(items, targets):
    """Returns a function that makes each pixel the mean of its 3 x 3 window, 0-255 -> 0-1."""
    return lambda images: tf.nn.avg_pool2d(images / 255, 3, 1, "SAME").numpy()
