"""Gives weigh: validation items of rare classes weigh more, as those of train do.

Needs state["class_weights"] (targets/class).
"""

# %% Imports
import tensorflow as tf


# %% Training
def weigh(dataset, state):
    """Returns batches of (inputs, targets, weights [n]), so that the watched loss is the trained."""
    weights = tf.constant(state["class_weights"])

    def add_weights(inputs, targets):
        is_one_hot = targets.shape.rank == 2 and targets.shape[1] > 1
        numbers = tf.argmax(targets, axis=1) if is_one_hot else tf.reshape(targets, [-1])
        return inputs, targets, tf.gather(weights, tf.cast(numbers, "int32"))

    return dataset.map(add_weights)
