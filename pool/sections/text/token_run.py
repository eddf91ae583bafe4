"""Text files are one run of tokens, as GPT-2 reads them, in place of the words of text/running.

Gives describe_targets, learn_inputs, number_words, name_words, pad_recent, make_tokenizer. Needs text/running,
text/preset and text/byte_pairs. Items stay words: a word is one token or more.
"""

# %% Imports
from collections import Counter

import keras
import keras_hub
import numpy as np

# %% Configuration
# Most tokens that are learnt from train.
VOCABULARY_SIZE = 8000
# Tokens that the network sees before the one it predicts.
SEQUENCE_LENGTH = 48
# Numbers that are never written.
UNWRITTEN = []
MARKS = ("<|endoftext|>",)


# %% Data
def describe_targets(splits, output_dir):
    """Prints how many words train has; saves how frequent they are."""
    counts = Counter(splits["train"][0])
    print(f"{len(splits['train'][0])} words in train, {len(counts)} different ones")
    plot_frequent(counts, output_dir)


# %% Preprocessing
def make_tokenizer(arguments):
    """Returns the tokenizer of KerasHub with its vocabulary."""
    return keras_hub.tokenizers.GPT2Tokenizer(**arguments)


def learn_inputs(items):
    """Returns the arguments of the tokenizer, and the size of its vocabulary."""
    arguments = learn_tokenizer([" ".join(items)])
    return {
        "vocabulary": arguments,
        "sizes": {"vocabulary_size": len(arguments["vocabulary"])},
    }


def number_words(words, vocabulary):
    """Returns the token numbers int32 [n] of a list of words."""
    return np.array(make_tokenizer(vocabulary)(" ".join(words)), dtype="int32")


def name_words(numbers, vocabulary):
    """Returns the words of a list of token numbers."""
    tokens = [int(number) for number in numbers]
    return make_tokenizer(vocabulary).detokenize(tokens).split()


def pad_recent(texts, vocabulary):
    """Returns the latest token numbers of each list, [n, SEQUENCE_LENGTH], as begun after an end."""
    recent = [numbers[-SEQUENCE_LENGTH:] for numbers in texts]
    end = vocabulary["vocabulary"][MARKS[0]]
    return keras.utils.pad_sequences(recent, SEQUENCE_LENGTH, padding="pre", value=end)
