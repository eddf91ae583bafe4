"""Items are rows of array files: split_items, load_item, learn_inputs, figures.

Items are a table: file, key, row.
"""

# %% Imports
import math
from functools import lru_cache

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf

# %% Configuration
# Arrays have no column names.
TARGET = None
# Array file below the data folder: .npy, or .npz with the two keys below.
INPUT_FILE = "inputs.npy"
# File of the targets; None where they are in the same .npz.
TARGET_FILE = None
INPUT_KEY = "inputs"
TARGET_KEY = "targets"
# Arrays that are a split of their own: input file, target file and their keys; None cuts the
# split from the arrays above.
VALIDATION_ARRAYS = None
TEST_ARRAYS = None
# Shape of one item.
INPUT_SHAPE = (32, 32)
# The scale is learnt from at most so many train items.
SCALE_ITEMS = 2000
REFERENCE_INPUTS = "values"
# The simple reference sees at most so many values of each item.
REFERENCE_VALUES = 500


# %% Data
@lru_cache(8)
def read_array(path, key):
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


def list_items(path, key):
    """Returns the items of an input file as rows: file, key and row [n]; their shape is checked."""
    inputs = np.atleast_1d(read_array(str(path), key))
    if inputs[:1].size != math.prod(INPUT_SHAPE):
        shape = (len(inputs), *INPUT_SHAPE)
        raise SystemExit(f"expected inputs of shape {shape} in {path}, found {inputs.shape}")
    return pd.DataFrame({"file": str(path), "key": key or "", "row": np.arange(len(inputs))})


def read_arrays(data_dir, input_file, target_file, input_key, target_key):
    """Returns the items of an array [n] that have a target, and their targets [n]."""
    items = list_items(data_dir / input_file, input_key)
    targets = np.asarray(read_array(str(data_dir / target_file), target_key))
    if len(targets) != len(items):
        raise SystemExit(f"expected one target an input, found {len(items)} and {len(targets)}")
    if targets.dtype.kind == "S":
        targets = np.char.decode(targets, "utf-8")
    table = pd.DataFrame(targets.reshape(len(targets), -1))
    table.columns = name_columns(table.shape[1])
    targets = read_targets(table, table.columns)
    known = pd.DataFrame(targets).notna().all(axis=1).to_numpy()
    return items[known], targets[known]


def draw_rows(items, targets, limit):
    """Returns so many items and targets, drawn at random."""
    rows = np.random.default_rng(SEED).permutation(len(items))[:limit]
    return take_rows(items, targets, rows)


def split_items(data_dir, limit=None):
    """Returns {split: (items [n], targets [n])}; limit is the most items per split."""
    target_file = TARGET_FILE or INPUT_FILE
    items, targets = read_arrays(data_dir, INPUT_FILE, target_file, INPUT_KEY, TARGET_KEY)
    validation_share = 0 if VALIDATION_ARRAYS else VALIDATION_SHARE
    test_share = 0 if TEST_ARRAYS else TEST_SHARE
    parts = [rows[:limit] for rows in split_rows(targets, validation_share, test_share)]
    splits = {}
    for split, rows in zip(("train", "validation", "test"), parts, strict=True):
        splits[split] = take_rows(items, targets, rows)
    if VALIDATION_ARRAYS:
        splits["validation"] = draw_rows(*read_arrays(data_dir, *VALIDATION_ARRAYS), limit)
    if TEST_ARRAYS:
        splits["test"] = draw_rows(*read_arrays(data_dir, *TEST_ARRAYS), limit)
    if not all(len(part) for part, _ in splits.values()):
        raise SystemExit(f"expected items for three splits, found {len(items)} in all")
    return splits


def name_columns(count):
    """Returns the names of so many numbers of a target."""
    return ["prediction"] if count == 1 else [f"prediction_{number}" for number in range(count)]


def load_item(file, key, row):
    """Returns one item as float32 [*INPUT_SHAPE]; what is not finite becomes 0."""
    item = np.asarray(read_array(file, key)[row], dtype="float32").reshape(INPUT_SHAPE)
    return np.nan_to_num(item, nan=0.0, posinf=0.0, neginf=0.0)


def load_items(items):
    """Returns items as float32 [n, *INPUT_SHAPE]."""
    return np.stack([load_item(*item) for item in items.itertuples(index=False)])


def show_items(items, titles, output_dir, name):
    """Saves nine items as pictures, or as lines where they have one axis."""
    figure, axes = plt.subplots(3, 3, figsize=(10, 8))
    for axis, item, title in zip(axes.flat, load_items(items[:9]), titles, strict=False):
        if len(INPUT_SHAPE) < 2:
            axis.plot(np.atleast_1d(item))
        else:
            axis.imshow(item.reshape(*INPUT_SHAPE[:2], -1)[..., 0], aspect="auto")
        axis.set_title(title, fontsize=9)
    save_figure(figure, output_dir, name)


def describe_inputs(items, targets, output_dir):
    """Prints the range of the inputs; saves nine of them with their targets."""
    seen = load_items(items[:SCALE_ITEMS])
    print(f"{INPUT_SHAPE} values an item, train from {seen.min():.4g} to {seen.max():.4g}")
    show_items(items, name_targets(targets[:9]), output_dir, "samples")


# %% Preprocessing
def learn_inputs(items):
    """Returns mean and deviation of train items, each one number; the model takes no sizes."""
    seen = load_items(items[:SCALE_ITEMS]).astype("float64")
    return {"mean": float(seen.mean()), "deviation": float(seen.std()) or 1.0, "sizes": {}}


def input_dataset(items, state):
    """Returns standardised items one by one, float32 [*INPUT_SHAPE], read as they are needed."""

    def read_scaled(file, key, row):
        """Returns one standardised item."""
        item = load_item(file.decode(), key.decode(), row)
        return ((item - state["mean"]) / state["deviation"]).astype("float32")

    def load_scaled(file, key, row):
        """Reads one item inside a tf.data pipeline."""
        item = tf.numpy_function(read_scaled, [file, key, row], tf.float32)
        return tf.ensure_shape(item, INPUT_SHAPE)

    columns = tuple(items[name].to_numpy() for name in ("file", "key", "row"))
    dataset = tf.data.Dataset.from_tensor_slices(columns)
    return dataset.map(load_scaled, num_parallel_calls=tf.data.AUTOTUNE)


# %% Evaluation
def reference_inputs(items, state):
    """Returns items as vectors [n, values], of long ones evenly spaced values only."""
    flat = load_items(items).reshape(len(items), -1)
    return flat[:, :: max(1, flat.shape[1] // REFERENCE_VALUES)]


# %% Inference
def find_example(data_dir):
    """Returns the array file itself."""
    return data_dir / INPUT_FILE


def read_items(input_path, state):
    """Returns the numbers of the items of an array file, and the items."""
    items = list_items(input_path, INPUT_KEY)
    return items[["row"]].rename(columns={"row": "item"}), items
