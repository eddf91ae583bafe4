"""Images alone are the inputs: learn_state, input_dataset. Needs image/read."""

# %% Imports
import tensorflow as tf


# %% Preprocessing
def learn_state(items, targets):
    """Returns what the targets of train teach; pixels are scaled in the network."""
    return learn_targets(targets)


def input_dataset(items, state):
    """Returns the images of files one by one, uint8 [height, width, channels]."""
    dataset = tf.data.Dataset.from_tensor_slices(items)
    return dataset.map(load_image, num_parallel_calls=tf.data.AUTOTUNE)
