"""What 6 programs share: make_dataset, make_inputs."""


# %% Imports
import keras
import tensorflow as tf


# %% Preprocessing
def make_dataset(inputs, targets, batch_size, training=False):
    """Returns batches of ({input name: values [n, ...]}, targets)."""
    dataset = tf.data.Dataset.from_tensor_slices((inputs, targets))
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Model
def make_inputs(numeric_count, category_sizes):
    """Returns {input name: Keras input}: one for all numbers, one per category column."""
    inputs = {}
    if numeric_count:
        inputs["numeric"] = keras.Input((numeric_count,), name="numeric")
    for number in range(len(category_sizes)):
        name = f"category_{number}"
        inputs[name] = keras.Input((), dtype="int32", name=name)
    return inputs
