"""Texts as word numbers: make_vectorizer, learn_vocabulary, number_words."""

# %% Imports
import numpy as np
import tensorflow as tf
from keras import layers

# %% Configuration
# Most words that are told apart; 0 is padding, 1 an unknown word.
VOCABULARY_SIZE = 20_000


# %% Preprocessing
def make_vectorizer(length, vocabulary=None):
    """Returns the layer that turns cleaned texts [n] into word numbers [n, length]."""
    words = {"max_tokens": VOCABULARY_SIZE, "standardize": None, "vocabulary": vocabulary}
    return layers.TextVectorization(output_sequence_length=length, **words)


def learn_vocabulary(texts):
    """Returns the words of the train texts [n], most frequent first, after padding and unknown."""
    vectorizer = make_vectorizer(None)
    vectorizer.adapt(tf.data.Dataset.from_tensor_slices(texts).batch(1024))
    return [str(word) for word in vectorizer.get_vocabulary()]


def number_words(texts, length, vocabulary):
    """Returns the word numbers of cleaned texts [n], int32 [n, length], 0-padded."""
    vectorizer = make_vectorizer(length, vocabulary)
    batches = tf.data.Dataset.from_tensor_slices(texts).batch(1024)
    return np.concatenate([vectorizer(batch) for batch in batches]).astype("int32")
