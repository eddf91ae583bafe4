"""Text files are one run of words: split_items, make_dataset, describing, read_items.

Needs text/clean and files/list. Items are the words in order, also as their own targets.
"""

# %% Imports
from collections import Counter

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf

# %% Configuration
# Text file in the data folder; None reads all .txt files in it.
TEXT_FILE = None
FILE_SUFFIXES = (".txt",)
# Most words that are told apart; 0 is padding, 1 an unknown word.
VOCABULARY_SIZE = 8000
# Words that the network sees before the one it predicts.
SEQUENCE_LENGTH = 30
# Words from the start of one window to the start of the next.
WINDOW_STEP = 1
UNKNOWN = "[UNK]"
# Numbers that are never written: padding and the unknown word.
UNWRITTEN = [0, 1]
SHUFFLE_BUFFER = 100_000


# %% Data
def find_texts(data_dir):
    """Returns the text file that TEXT_FILE names, or all text files of the data folder."""
    paths = list_files(data_dir) if TEXT_FILE is None else [data_dir / TEXT_FILE]
    if not paths or not paths[0].is_file():
        found = ", ".join(sorted(path.name for path in data_dir.glob("*"))[:20]) or "nothing"
        raise SystemExit(f"expected {TEXT_FILE or '.txt files'} in {data_dir}, found: {found}")
    return paths


def read_words(path):
    """Returns the words and marks of a text file in order; UTF-8 or else Windows-1252."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    return clean_text(text).split()


def split_items(data_dir, limit=None):
    """Returns {split: (words, words)}: the beginning trains, the end tests; no window is shared.

    Limit is the most windows per split.
    """
    words = [word for path in find_texts(data_dir) for word in read_words(path)]
    shortest = SEQUENCE_LENGTH + 1
    second = len(words) - max(shortest, round(len(words) * TEST_SHARE))
    first = second - max(shortest, round(len(words) * VALIDATION_SHARE))
    if first < shortest:
        raise SystemExit(f"expected {3 * shortest} or more words in {data_dir}, found {len(words)}")
    parts = {"train": words[:first], "validation": words[first:second], "test": words[second:]}
    most = None if limit is None else (limit - 1) * WINDOW_STEP + shortest
    return {split: (part[:most], part[:most]) for split, part in parts.items()}


def describe_targets(splits, output_dir):
    """Prints how many words of test are unknown; saves how frequent words of train are."""
    counts = Counter(splits["train"][0])
    known = {word for word, _ in counts.most_common(VOCABULARY_SIZE - 2)}
    unknown = np.mean([word not in known for word in splits["test"][0]])
    print(f"{len(counts)} different words in train; {unknown:.1%} of the test words are unknown")
    plot_frequent(counts, output_dir)


def plot_frequent(counts, output_dir):
    """Saves how often the most frequent words stand in train."""
    names, values = zip(*counts.most_common(20), strict=True)
    figure, axis = plt.subplots(figsize=(8, 5))
    axis.barh(range(len(names)), values, tick_label=names)
    axis.invert_yaxis()
    axis.set(xlabel="times in train", ylabel="word")
    save_figure(figure, output_dir, "words")


def describe_inputs(items, targets, output_dir):
    """Prints how train begins."""
    print("train begins:", join_words(items[:60]))


# %% Preprocessing
def learn_inputs(items):
    """Returns the words of train, most frequent first, after padding and unknown; their count."""
    frequent = Counter(items).most_common(VOCABULARY_SIZE - 2)
    vocabulary = ["", UNKNOWN] + [word for word, _ in frequent]
    return {"vocabulary": vocabulary, "sizes": {"vocabulary_size": len(vocabulary)}}


def learn_targets(targets):
    """Returns nothing but the sizes of the model: targets are words too."""
    return {"sizes": {}}


def number_words(words, vocabulary):
    """Returns word numbers int32 [n] for a list of words; unknown ones share a number."""
    numbers = {word: number for number, word in enumerate(vocabulary)}
    unknown = vocabulary.index(UNKNOWN)
    return np.array([numbers.get(word, unknown) for word in words], dtype="int32")


def name_words(numbers, vocabulary):
    """Returns the words of a list of numbers."""
    return [vocabulary[number] for number in numbers]


def pad_recent(texts, vocabulary):
    """Returns the latest word numbers of each list, [n, SEQUENCE_LENGTH], 0-padded at the end."""
    recent = [numbers[-SEQUENCE_LENGTH:] for numbers in texts]
    return keras.utils.pad_sequences(recent, SEQUENCE_LENGTH, padding="post")


def cut_windows(words, vocabulary):
    """Returns word numbers [n, SEQUENCE_LENGTH + 1]; the last of each row is to be predicted."""
    numbers = number_words(words, vocabulary)
    return np.lib.stride_tricks.sliding_window_view(numbers, SEQUENCE_LENGTH + 1)[::WINDOW_STEP]


def make_dataset(items, targets, state, batch_size, training=False):
    """Returns batches of (word numbers [n, SEQUENCE_LENGTH], next word); train is shuffled."""
    windows = cut_windows(items, state["vocabulary"])
    dataset = tf.data.Dataset.from_tensor_slices((windows[:, :-1], windows[:, -1]))
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Inference
def find_example(data_dir):
    """Returns one text file of the data, to be continued."""
    return find_texts(data_dir)[0]


def read_items(input_path, state):
    """Returns what names the text files of a path [n], and the words of each."""
    paths = list_files(input_path) if input_path.is_dir() else [input_path]
    prompts = [read_words(path) for path in paths]
    rows = [(str(path), prompt) for path, prompt in zip(paths, prompts, strict=True) if prompt]
    if not rows:
        raise SystemExit(f"expected a text or a folder of texts at {input_path}, found none")
    names, prompts = zip(*rows, strict=True)
    return pd.DataFrame({"file": names}), list(prompts)
