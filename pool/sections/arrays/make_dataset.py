"""What 2 programs share: INPUT_FILE, TARGET_FILE, INPUT_KEY, TARGET_KEY, ..."""


# %% Imports
from keras import layers
from typing import NamedTuple
import math
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf


# %% Configuration
# Array file below the data folder: .npy, or .npz with the two keys below.
INPUT_FILE = "features.npy"
# File of the targets; None where they are in the same .npz.
TARGET_FILE = "labels.npy"
INPUT_KEY = "inputs"
TARGET_KEY = "targets"
TEST_ARRAYS = None
# The scale is learnt from at most so many train items.
SCALE_ITEMS = 2000
# The simple reference learns from at most so many train items and values of each.
REFERENCE_ITEMS = 2000
REFERENCE_VALUES = 500


# %% Data
class Prepared(NamedTuple):
    """Batches of (inputs [n, *INPUT_SHAPE], targets), and what train taught."""

    train: tf.data.Dataset
    validation: tf.data.Dataset
    test: tf.data.Dataset
    state: dict


def read_array(path, key=None):
    """Returns the array of a .npy file, left on disk until it is used, or of an .npz file."""
    try:
        array = np.load(path, mmap_mode="r", allow_pickle=False)
        if not isinstance(array, np.lib.npyio.NpzFile):
            return array
        if key not in array.files:
            raise SystemExit(f"expected the array {key} in {path}, found: {', '.join(array.files)}")
        return array[key]
    except (EOFError, OSError, ValueError) as error:
        raise SystemExit(f"expected an array file at {path}, found: {error}") from error


def read_inputs(path, key=INPUT_KEY):
    """Returns inputs [n, *INPUT_SHAPE] of a file; a missing channel axis of one is added."""
    inputs = np.atleast_1d(read_array(path, key))
    if inputs[:1].size != math.prod(INPUT_SHAPE):
        shape = (len(inputs), *INPUT_SHAPE)
        raise SystemExit(f"expected inputs of shape {shape} in {path}, found {inputs.shape}")
    return inputs.reshape(len(inputs), *INPUT_SHAPE)


def read_pair(data_dir, input_file, target_file, input_key, target_key):
    """Returns inputs [n, *INPUT_SHAPE] and targets [n, ...] that are stored together."""
    inputs = read_inputs(data_dir / input_file, input_key)
    targets = np.asarray(read_array(data_dir / target_file, target_key))
    if len(targets) != len(inputs):
        raise SystemExit(f"expected {len(inputs)} targets, one an input, found {len(targets)}")
    return inputs, targets


def read_arrays(data_dir):
    """Returns inputs [n, *INPUT_SHAPE], targets [n, ...] and the split [n] each is stored for."""
    stored = {"train": (INPUT_FILE, TARGET_FILE or INPUT_FILE, INPUT_KEY, TARGET_KEY)}
    stored |= {"validation": VALIDATION_ARRAYS, "test": TEST_ARRAYS}
    pairs = {split: read_pair(data_dir, *names) for split, names in stored.items() if names}
    inputs, targets = zip(*pairs.values(), strict=True)
    owners = np.repeat(list(pairs), [len(part) for part in inputs])
    # One array stays on disk; several are joined in memory.
    return inputs[0] if len(inputs) == 1 else np.concatenate(inputs), np.concatenate(targets), owners


def show_items(items, titles, output_dir, name):
    """Saves nine items [n, *INPUT_SHAPE] as pictures, or as lines where they have one axis."""
    figure, axes = plt.subplots(3, 3, figsize=(10, 8))
    for axis, item, title in zip(axes.flat, items, titles, strict=False):
        item = np.squeeze(item)
        if item.ndim < 2:
            axis.plot(np.atleast_1d(item))
        else:
            axis.imshow(item.reshape(len(item), item.shape[1], -1)[..., 0], aspect="auto")
        axis.set_title(title, fontsize=9)
    save_figure(figure, output_dir, name)


# %% Preprocessing
def load_batch(inputs, rows):
    """Returns the rows of the inputs as float32 [n, *INPUT_SHAPE]; what is not finite becomes 0."""
    batch = np.asarray(inputs[rows], dtype="float32")
    return np.nan_to_num(batch, nan=0.0, posinf=0.0, neginf=0.0)


def learn_scale(inputs, rows):
    """Returns mean and deviation of train items, each one number."""
    seen = load_batch(inputs, rows[:SCALE_ITEMS]).astype("float64")
    return {"mean": float(seen.mean()), "deviation": float(seen.std()) or 1.0}


def scale_inputs(batch, state):
    """Returns standardised inputs, float32 [n, *INPUT_SHAPE]."""
    return ((batch - state["mean"]) / state["deviation"]).astype("float32")


def make_dataset(inputs, rows, targets, state, batch_size, training=False):
    """Returns batches of (inputs [n, *INPUT_SHAPE], targets), read from disk as they are needed."""

    def read_rows(chosen):
        """Returns the standardised inputs of some rows."""
        return scale_inputs(load_batch(inputs, chosen), state)

    def load_items(chosen, targets):
        """Puts the inputs in the place of their rows."""
        batch = tf.numpy_function(read_rows, [chosen], tf.float32)
        return tf.ensure_shape(batch, (None, *INPUT_SHAPE)), targets

    dataset = tf.data.Dataset.from_tensor_slices((rows, targets))
    if training:
        dataset = dataset.shuffle(len(rows), seed=SEED)
    dataset = dataset.batch(batch_size).map(load_items, num_parallel_calls=tf.data.AUTOTUNE)
    return dataset.prefetch(tf.data.AUTOTUNE)


# %% Model
def as_picture(inputs):
    """Returns items of any shape as pictures [n, height, width, channels]."""
    shape = INPUT_SHAPE
    if len(shape) < 3:
        shape = (*shape, 1, 1)[:3]
    height = math.prod(shape[:-2])  # frames of a film stand one below the other
    return layers.Reshape((height, *shape[-2:]))(inputs)


# %% Evaluation
def thin(inputs):
    """Returns items as vectors [n, values], of long ones evenly spaced values only."""
    flat = inputs.reshape(len(inputs), -1)
    return flat[:, :: max(1, flat.shape[1] // REFERENCE_VALUES)]


# %% Inference
def example_input(data_dir):
    """Returns the array file to try the prediction with."""
    return data_dir / INPUT_FILE


def predict_scores(model, inputs, state):
    """Returns the model outputs [n, ...] of inputs [n, *INPUT_SHAPE], batch by batch."""
    scores = []
    for start in range(0, len(inputs), BATCH_SIZE):
        batch = load_batch(inputs, slice(start, start + BATCH_SIZE))
        scores.append(model.predict_on_batch(scale_inputs(batch, state)))
    return np.concatenate(scores)
