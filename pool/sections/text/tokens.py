"""Texts as token numbers of a KerasHub tokenizer, in place of words: plot_lengths, learn_inputs, input_dataset.

Needs text/preset, and of text/word_pieces or text/byte_pairs learn_tokenizer and make_tokenizer.
"""

# %% Imports
import numpy as np
import pandas as pd
import tensorflow as tf

# %% Configuration
# Most tokens that are learnt from train.
VOCABULARY_SIZE = 20_000
# Tokens a text is cut or padded to, those that mark its start and end counted.
SEQUENCE_LENGTH = 80


# %% Data
def plot_lengths(texts, output_dir):
    """Saves the histogram of how many words texts [n] have; a word is one token or more."""
    lengths = pd.Series([len(text.split()) for text in texts])
    plot = lengths.plot.hist(bins=40, figsize=(8, 4), xlabel="words", ylabel="texts")
    save_figure(plot.figure, output_dir, "lengths")


# %% Preprocessing
def learn_inputs(items):
    """Returns the arguments of the tokenizer, and the size of its vocabulary."""
    arguments = learn_tokenizer(items)
    return {
        "tokenizer": arguments,
        "sizes": {"vocabulary_size": len(arguments["vocabulary"])},
    }


def number_tokens(texts, arguments):
    """Returns the token numbers of texts [n], int32 [n, SEQUENCE_LENGTH], padded."""
    tokenizer = make_tokenizer(arguments)
    numbers = np.full((len(texts), SEQUENCE_LENGTH), tokenizer.pad_token_id, dtype="int32")
    for row, tokens in zip(numbers, tokenizer(list(texts)), strict=True):
        kept = tokens[: SEQUENCE_LENGTH - 2]
        row[: len(kept) + 2] = [tokenizer.start_token_id, *kept, tokenizer.end_token_id]
    return numbers


def input_dataset(items, state):
    """Returns the token numbers of texts one by one [SEQUENCE_LENGTH]."""
    return tf.data.Dataset.from_tensor_slices(number_tokens(items, state["tokenizer"]))
