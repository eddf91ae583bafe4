"""Each row of a table is a source text and a target text.

Gives read_examples, describing, make_dataset and read_items; needs text/clean, text/words and
table/open.
"""

# %% Imports
import sys

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf

# %% Configuration
# Names of the columns, or their numbers in a table without a header.
SOURCE_COLUMN = 0
TARGET_COLUMN = 1
# Words a text is cut or padded to; the end mark counts.
SOURCE_LENGTH = 20
TARGET_LENGTH = 20
# Marks of the beginning and the end of a target; they cannot occur in a cleaned text.
START = "[start]"
END = "[end]"
SHUFFLE_BUFFER = 100_000


# %% Data
def read_examples(data_dir):
    """Returns cleaned sources [n] and targets [n]; rows that lack one of them are counted aloud."""
    table = read_table(find_table(data_dir))
    names = [str(name).strip() for name in (SOURCE_COLUMN, TARGET_COLUMN)]
    require_columns(table, names)
    sources, targets = (clean_texts(table[name]) for name in names)
    complete = (sources != EMPTY_TEXT) & (targets != EMPTY_TEXT)
    if not complete.all():
        print(f"skipped {(~complete).sum()} incomplete pairs", file=sys.stderr)
    return sources[complete], targets[complete]


def group_items(items, targets):
    """Returns what must not lie in two splits [n]: equal sources."""
    return items.astype(str)


def describe_targets(splits, output_dir):
    """Prints how many words of train the cuts shorten; saves the lengths of both sides."""
    figure, axes = plt.subplots(1, 2, figsize=(10, 4))
    cuts = {"source": SOURCE_LENGTH, "target": TARGET_LENGTH}
    for axis, texts, (name, cut) in zip(axes, splits["train"], cuts.items(), strict=True):
        lengths = np.array([len(text.split()) for text in texts])
        print(f"{name}: 95 % have at most {np.percentile(lengths, 95):.0f} words, cut at {cut}")
        axis.hist(lengths, bins=40)
        axis.axvline(cut, color="tab:red", label="cut")
        axis.set(xlabel=f"words in the {name}", ylabel="pairs")
        axis.legend()
    save_figure(figure, output_dir, "lengths")


def describe_inputs(items, targets, output_dir):
    """Prints two pairs."""
    for source, target in zip(items[:2], targets[:2], strict=True):
        print(f"{source[:200]} -> {target[:200]}")


# %% Preprocessing
def mark_ends(targets):
    """Returns target texts [n] between the start and the end mark."""
    return np.array([f"{START} {target} {END}" for target in targets], dtype=object)


def learn_inputs(items):
    """Returns the vocabulary of train's sources, and its size."""
    words = learn_vocabulary(items)
    return {"source_vocabulary": words, "sizes": {"source_size": len(words)}}


def learn_targets(targets):
    """Returns the vocabulary of train's targets, and its size."""
    words = learn_vocabulary(mark_ends(targets))
    return {"target_vocabulary": words, "sizes": {"target_size": len(words)}}


def make_dataset(items, targets, state, batch_size, training=False):
    """Returns batches of ({source, target}, next words): [n, SOURCE_LENGTH], [n, TARGET_LENGTH]."""
    sources = number_words(items, SOURCE_LENGTH, state["source_vocabulary"])
    # One more than the network sees: its input lacks the last word, its goal lacks the first.
    words = number_words(mark_ends(targets), TARGET_LENGTH + 1, state["target_vocabulary"])
    inputs = {"source": sources, "target": words[:, :-1]}
    dataset = tf.data.Dataset.from_tensor_slices((inputs, words[:, 1:]))
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Inference
def read_items(input_path, state):
    """Returns the texts of a table, or the lines of a .txt file, as rows, and cleaned."""
    if input_path.suffix.lower() == ".txt" and input_path.name != TABLE_FILE:
        lines = input_path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
        sources = pd.Series(lines, dtype="str")
    else:
        table = read_table(input_path)
        name = str(SOURCE_COLUMN).strip()
        require_columns(table, [name])
        sources = table[name]
    return pd.DataFrame({"source": sources.to_numpy()}), clean_texts(sources)
