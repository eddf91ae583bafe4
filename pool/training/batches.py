"""Gives make_dataset of inputs with their targets.

Needs input_dataset (data) and target_dataset (target).
"""

# %% Imports
import tensorflow as tf

# %% Configuration
# Items that wait to be drawn at random.
SHUFFLE_BUFFER = 2048


# %% Preprocessing
def make_dataset(items, targets, state, batch_size, training=False):
    """Returns batches of (inputs, targets); train is shuffled."""
    goals = target_dataset(targets, state)
    dataset = tf.data.Dataset.zip((input_dataset(items, state), goals))
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)
