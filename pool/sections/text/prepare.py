"""What 7 programs share: Prepared, prepare, load_data, plot_lengths, ..."""


# %% Imports
from typing import NamedTuple
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf


# %% Data
class Prepared(NamedTuple):
    """Batches of word numbers [n, SEQUENCE_LENGTH] with targets, and what train taught."""

    train: tf.data.Dataset
    validation: tf.data.Dataset
    test: tf.data.Dataset
    state: dict


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    splits = split_texts(data_dir)
    state = state or learn_state(splits)
    # Learnt from all of train, so that a trial on few items knows every class.
    splits = {split: [part[:limit] for part in parts] for split, parts in splits.items()}
    train = make_dataset(*splits["train"], state, batch_size, training=True)
    validation = make_dataset(*splits["validation"], state, batch_size)
    test = make_dataset(*splits["test"], state, batch_size)
    return Prepared(train, validation, test, state)


def load_data(data_dir):
    """Returns train, validation and test as batches of (word numbers, targets)."""
    return prepare(data_dir)[:3]


def plot_lengths(texts, output_dir):
    """Prints how many texts [n] the cut shortens and saves the histogram of their lengths."""
    lengths = np.array([len(text.split()) for text in texts])
    print(
        f"95 % of the texts have at most {np.percentile(lengths, 95):.0f} words; "
        f"{np.mean(lengths > SEQUENCE_LENGTH):.1%} are cut at {SEQUENCE_LENGTH}"
    )
    figure, axis = plt.subplots(figsize=(8, 4))
    axis.hist(lengths, bins=40)
    axis.axvline(SEQUENCE_LENGTH, color="tab:red", label="cut")
    axis.set(xlabel="words", ylabel="texts")
    axis.legend()
    save_figure(figure, output_dir, "lengths")


# %% Preprocessing
def learn_vocabulary(texts):
    """Returns the words of the train texts [n], most frequent first, after padding and unknown."""
    vectorizer = make_vectorizer()
    vectorizer.adapt(tf.data.Dataset.from_tensor_slices(texts).batch(1024))
    return [str(word) for word in vectorizer.get_vocabulary()]
