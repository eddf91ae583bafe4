"""Each row of a table is a signal with a target: read_examples, input_dataset, figures.

Needs table/open, table/target.
"""

# %% Imports
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

# %% Configuration
# Steps of a signal: longer ones are cut, shorter ones filled with zeros.
SIGNAL_LENGTH = 128
REFERENCE_INPUTS = "steps"


# %% Data
def read_signals(table, targets):
    """Returns the other columns as signals float32 [n, length, 1], cut or filled up at the end."""
    names = [name for name in table if name not in targets and not name.startswith("Unnamed:")]
    signals = table[names].apply(to_numbers)
    # A column of words, such as a name of the signal, is no point of it.
    signals = signals.loc[:, signals.notna().any() | table[names].isna().all()]
    # A gap takes a value between its ends; a signal that ends early is filled with zeros.
    signals = signals.interpolate(axis=1, limit_area="inside").fillna(0.0)
    signals = signals.to_numpy("float32")[:, :SIGNAL_LENGTH]
    padding = SIGNAL_LENGTH - signals.shape[1]
    return np.pad(signals, ((0, 0), (0, padding)))[..., np.newaxis]


def read_examples(data_dir):
    """Returns the signals of a table [n, length, 1] and their targets [n]."""
    table = read_table(find_table(data_dir), named_targets())
    signals = read_signals(table, find_targets(table))
    return keep_labelled(signals, read_targets(table, find_targets(table)))


def show_items(signals, titles, output_dir, name):
    """Saves nine signals [n, length, 1] with their titles as a 3x3 grid."""
    figure, axes = plt.subplots(3, 3, figsize=(10, 7))
    for axis, signal, title in zip(axes.flat, signals, titles, strict=False):
        axis.plot(signal[:, 0], linewidth=0.8)
        axis.set_title(title, fontsize=9)
    save_figure(figure, output_dir, name)


def describe_inputs(items, targets, output_dir):
    """Prints the range of the signals; saves nine of them with their targets."""
    print(f"{SIGNAL_LENGTH} steps from {items.min():.4g} to {items.max():.4g}")
    show_items(items[:9], name_targets(targets[:9]), output_dir, "samples")


# %% Preprocessing
def learn_inputs(items):
    """Returns one mean and deviation of all steps; the model takes no sizes."""
    scale = {"mean": float(items.mean()), "deviation": float(items.std()) or 1.0}
    return scale | {"sizes": {}}


def input_dataset(items, state):
    """Returns standardised signals one by one, float32 [length, 1]."""
    scaled = (items - state["mean"]) / state["deviation"]
    return tf.data.Dataset.from_tensor_slices(scaled.astype("float32"))


# %% Evaluation
def reference_inputs(items, state):
    """Returns the steps of signals [n, length] for the simple reference."""
    return items[..., 0]


# %% Inference
def read_items(input_path, state):
    """Returns what names the rows of a table [n], and the signals in them."""
    table = read_table(input_path)
    return name_rows(table), read_signals(table, [state["target"]])
