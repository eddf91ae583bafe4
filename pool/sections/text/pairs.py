"""Each row of a table is two texts with a target.

Gives read_examples, input_dataset, describing and the simple reference; needs text/clean,
text/words and table/target. Items are a table with the columns first and second.
"""

# %% Imports
import sys

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf

# %% Configuration
# Columns of the first and the second text; None takes the two with the longest texts.
TEXT_COLUMNS = None
# Words a text is cut or padded to.
SEQUENCE_LENGTH = 40
# With fewer different first texts than this, pairs are split one by one.
MIN_GROUPS = 20
REFERENCE_INPUTS = "TF-IDF weights of both texts"


# %% Data
def find_text_columns(table):
    """Returns the names of both text columns, by default those with the longest texts."""
    if TEXT_COLUMNS is not None:
        return list(TEXT_COLUMNS)
    texts = table.drop(columns=[ID_COLUMN, TARGET], errors="ignore")
    texts = texts.select_dtypes(exclude=["number", "bool"]).astype("string")
    lengths = texts.apply(lambda column: column.str.len().mean())
    longest = set(lengths.nlargest(2).index)
    if len(longest) < 2:
        raise SystemExit(f"expected two columns of texts, found: {', '.join(table.columns[:50])}")
    return [name for name in texts.columns if name in longest]


def read_pairs(table):
    """Returns the cleaned texts of both columns, a table [n, 2]."""
    require_columns(table, find_text_columns(table))
    names = zip(("first", "second"), find_text_columns(table), strict=True)
    return pd.DataFrame({part: clean_texts(table[name]) for part, name in names})


def read_examples(data_dir):
    """Returns the pairs of texts of a table [n], each once, and their targets [n]."""
    table = read_table(find_table(data_dir))
    require_columns(table, find_targets(table, find_text_columns(table)))
    targets = read_targets(table, find_targets(table, find_text_columns(table)))
    items, targets = keep_labelled(read_pairs(table), targets)
    # A pair that occurs twice must not stand in train and in test.
    first = ~items.duplicated().to_numpy()
    if not first.all():
        print(f"skipped {(~first).sum()} repeated pairs", file=sys.stderr)
    return items[first], targets[first]


def group_items(items, targets):
    """Returns what must not lie in two splits [n]: first texts where they are many, else pairs."""
    few = items["first"].nunique() < MIN_GROUPS
    return np.arange(len(items)) if few else items["first"].to_numpy(dtype=str)


def shared_words(pairs):
    """Returns the share of words [n] that both texts of a pair have, 0 to 1."""
    texts = zip(pairs["first"], pairs["second"], strict=True)
    words = [(set(first.split()), set(second.split())) for first, second in texts]
    return np.array([len(first & second) / len(first | second) for first, second in words])


def describe_inputs(items, targets, output_dir):
    """Prints two pairs with their targets; saves text lengths and the words that pairs share."""
    pairs = zip(items["first"][:2], items["second"][:2], name_targets(targets[:2]), strict=True)
    for first, second, name in pairs:
        print(f"{name}: {first[:100]} | {second[:100]}")
    plot_lengths(items.to_numpy().reshape(-1), output_dir)
    figure, axis = plt.subplots(figsize=(8, 4))
    axis.hist(shared_words(items), bins=20)
    axis.set(xlabel="share of words in both texts", ylabel="pairs")
    save_figure(figure, output_dir, "overlap")


# %% Preprocessing
def learn_inputs(items):
    """Returns the vocabulary of both texts of train, and its size."""
    vocabulary = learn_vocabulary(items.to_numpy().reshape(-1))
    return {"vocabulary": vocabulary, "sizes": {"vocabulary_size": len(vocabulary)}}


def input_dataset(items, state):
    """Returns {"first", "second"}: word numbers of pairs one by one, [SEQUENCE_LENGTH] each."""
    words = state["vocabulary"]
    parts = {name: number_words(items[name].to_numpy(), SEQUENCE_LENGTH, words) for name in items}
    return tf.data.Dataset.from_tensor_slices(parts)


# %% Evaluation
def report_items(model, items, truth, scores, state, output_dir):
    """Saves the mean error from pairs with few to many shared words."""
    errors = pd.Series(item_errors(truth, scores, state))
    shares = pd.Series(shared_words(items), name="share of words in both texts")
    means = errors.groupby(pd.cut(shares, 5), observed=True).mean()
    axis = means.plot.bar(figsize=(7, 4), ylabel="mean error")
    save_figure(axis.figure, output_dir, "error_by_overlap")


# %% Inference
def read_items(input_path, state):
    """Returns what names the rows of a table [n], and the pairs of texts in them."""
    table = read_table(input_path)
    return name_rows(table), read_pairs(table)
