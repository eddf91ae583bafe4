"""One text is the input: learn_inputs, input_dataset, describing, the simple reference.

Needs text/clean and text/words.
"""

# %% Imports
import sys

import pandas as pd
import tensorflow as tf

# %% Configuration
# Words a text is cut or padded to.
SEQUENCE_LENGTH = 80
REFERENCE_INPUTS = "TF-IDF weights"


# %% Data
def describe_inputs(items, targets, output_dir):
    """Prints two texts with their targets; saves how long the texts are."""
    for text, name in zip(items[:2], name_targets(targets[:2]), strict=True):
        print(f"{name}: {text[:200]}")
    plot_lengths(items, output_dir)


def keep_labelled_once(items, targets):
    """Returns the texts with a target, each once: none may stand in train and in test."""
    known = pd.DataFrame(targets).notna().all(axis=1).to_numpy()
    kept = known & ~pd.Series(items).where(known).duplicated().to_numpy()
    if not kept.all():
        print(f"skipped {(~kept).sum()} texts, repeated or without a target", file=sys.stderr)
    return items[kept], targets[kept]


# %% Preprocessing
def learn_inputs(items):
    """Returns the vocabulary of train, and its size."""
    vocabulary = learn_vocabulary(items)
    return {"vocabulary": vocabulary, "sizes": {"vocabulary_size": len(vocabulary)}}


def input_dataset(items, state):
    """Returns the word numbers of texts one by one [SEQUENCE_LENGTH]."""
    numbers = number_words(items, SEQUENCE_LENGTH, state["vocabulary"])
    return tf.data.Dataset.from_tensor_slices(numbers)


# %% Evaluation
def reference_inputs(items, state):
    """Returns the texts themselves; the simple reference weighs their words."""
    return items


def report_items(model, items, truth, scores, state, output_dir):
    """Saves the mean error from short to long texts."""
    errors = pd.Series(item_errors(truth, scores, state))
    words = pd.Series([len(text.split()) for text in items], name="words in the text")
    means = errors.groupby(pd.cut(words, 5), observed=True).mean()
    axis = means.plot.bar(figsize=(7, 4), ylabel="mean error")
    save_figure(axis.figure, output_dir, "error_by_length")
