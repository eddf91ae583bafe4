"""What 3 programs share: SOURCE_COLUMN, TARGET_COLUMN, HEADER, VOCABULARY_SIZE, ..."""


# %% Imports
from keras import layers
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.neighbors import NearestNeighbors
from typing import NamedTuple
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import sys
import tensorflow as tf


# %% Configuration
# Names of the columns, or their numbers in a table without a header.
SOURCE_COLUMN = "question"
TARGET_COLUMN = "answer"
HEADER = True
# Most words that are told apart on each side; 0 is padding, 1 an unknown word.
VOCABULARY_SIZE = 8000
# Words a text is cut or padded to; the end mark counts.
SOURCE_LENGTH = 25
TARGET_LENGTH = 20
# Marks of the beginning and the end of a target; they cannot occur in a cleaned text.
START = "[start]"
END = "[end]"
# Test items written in the evaluation: each word costs one pass through the network.
DECODED_ITEMS = 1000


# %% Data
class Prepared(NamedTuple):
    """Batches of word numbers of source and target with the next target words, and the state."""

    train: tf.data.Dataset
    validation: tf.data.Dataset
    test: tf.data.Dataset
    state: dict


def read_table(path):
    """Returns the rows of a CSV, TSV, JSON Lines or Parquet file; its suffix decides."""
    if not path.is_file():
        found = ", ".join(sorted(file.name for file in path.parent.glob("*"))[:20]) or "nothing"
        raise SystemExit(f"expected a table at {path}, found beside it: {found}")
    suffix = path.suffix.lower()
    if suffix in {".parquet", ".pq"}:
        return pd.read_parquet(path)
    if suffix in {".json", ".jsonl", ".ndjson"}:
        lines = suffix != ".json"
        table = pd.read_json(path, lines=lines, dtype=False, convert_dates=False)
        return pd.json_normalize(table.to_dict("records"))
    options = {
        "sep": "\t" if suffix == ".tsv" else SEPARATOR,
        # Only an empty cell is missing: "NA", "None" and "null" can be texts and classes.
        "keep_default_na": False,
        "na_values": [""],
        "header": 0 if HEADER else None,
        "on_bad_lines": "warn",
        "low_memory": False,
    }
    try:
        return pd.read_csv(path, encoding="utf-8-sig", **options)
    except UnicodeDecodeError:
        return pd.read_csv(path, encoding="cp1252", encoding_errors="replace", **options)


def read_pairs(data_dir):
    """Returns cleaned sources [n] and targets [n]; rows that lack one of them are counted aloud."""
    table = read_table(data_dir / TABLE_FILE)
    missing = [name for name in (SOURCE_COLUMN, TARGET_COLUMN) if name not in table.columns]
    if missing:
        raise SystemExit(f"expected columns {missing} in {TABLE_FILE}, found {list(table.columns)}")
    pairs = table[[SOURCE_COLUMN, TARGET_COLUMN]].dropna()
    sources = np.array([clean_text(text) for text in pairs[SOURCE_COLUMN]], dtype=object)
    targets = np.array([clean_text(text) for text in pairs[TARGET_COLUMN]], dtype=object)
    complete = (sources != "") & (targets != "")
    if complete.sum() < len(table):
        print(f"skipped {len(table) - complete.sum()} incomplete pairs", file=sys.stderr)
    return sources[complete], targets[complete]


def split_by_source(sources):
    """Returns shuffled rows of train, validation and test; equal sources [n] stay together."""
    generator = np.random.default_rng(SEED)
    distinct, groups = np.unique(sources.astype(str), return_inverse=True)
    order = generator.permutation(len(distinct))
    first = max(1, round(len(order) * VALIDATION_SHARE))
    second = first + max(1, round(len(order) * TEST_SHARE))
    parts = (order[second:], order[:first], order[first:second])
    return [generator.permutation(np.flatnonzero(np.isin(groups, part))) for part in parts]


def split_pairs(data_dir, limit=None):
    """Returns {split: (cleaned sources [n], cleaned targets [n])}; limit: most of each."""
    sources, targets = read_pairs(data_dir)
    parts = split_by_source(sources)
    splits = {}
    for split, rows in zip(("train", "validation", "test"), parts, strict=True):
        rows = rows[:limit]
        if len(rows) == 0:
            raise SystemExit(f"expected pairs for the {split} split, found {len(sources)} in all")
        splits[split] = (sources[rows], targets[rows])
    return splits


def load_data(data_dir):
    """Returns train, validation and test as batches of (word numbers of both, next words)."""
    return prepare(data_dir)[:3]


def describe(data_dir, output_dir):
    """Prints pairs per split, two samples and how many the cuts shorten; saves text lengths."""
    splits = split_pairs(data_dir)
    print(pd.Series({split: len(pairs[0]) for split, pairs in splits.items()}, name="pairs"))
    for source, target in zip(*(texts[:2] for texts in splits["train"]), strict=True):
        print(f"{source[:200]} -> {target[:200]}")
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


# %% Preprocessing
def make_vectorizer(length, vocabulary=None):
    """Returns the layer that turns cleaned texts [n] into word numbers [n, length]."""
    return layers.TextVectorization(
        max_tokens=VOCABULARY_SIZE,
        standardize=None,
        output_sequence_length=length,
        vocabulary=vocabulary,
    )


def learn_vocabulary(texts):
    """Returns the words of the train texts [n], most frequent first, after padding and unknown."""
    vectorizer = make_vectorizer(None)
    vectorizer.adapt(tf.data.Dataset.from_tensor_slices(texts).batch(1024))
    return [str(word) for word in vectorizer.get_vocabulary()]


def mark_ends(targets):
    """Returns target texts [n] between the start and the end mark."""
    return np.array([f"{START} {target} {END}" for target in targets], dtype=object)


def learn_state(splits):
    """Returns the vocabularies of both sides and their sizes, learnt from train only."""
    sources, targets = splits["train"]
    source_words = learn_vocabulary(sources)
    target_words = learn_vocabulary(mark_ends(targets))
    sizes = {"source_size": len(source_words), "target_size": len(target_words)}
    return {"source_vocabulary": source_words, "target_vocabulary": target_words, "sizes": sizes}


def make_dataset(sources, targets, state, batch_size, training=False):
    """Returns batches of ({source, target}, next words): [n, SOURCE_LENGTH], [n, TARGET_LENGTH]."""
    source_vectorizer = make_vectorizer(SOURCE_LENGTH, state["source_vocabulary"])
    # One more than the network sees: its input lacks the last word, its goal lacks the first.
    target_vectorizer = make_vectorizer(TARGET_LENGTH + 1, state["target_vocabulary"])

    def number_words(source_texts, target_texts):
        numbers = target_vectorizer(target_texts)
        inputs = {"source": source_vectorizer(source_texts), "target": numbers[:, :-1]}
        return inputs, numbers[:, 1:]

    dataset = tf.data.Dataset.from_tensor_slices((sources, mark_ends(targets)))
    if training:
        dataset = dataset.shuffle(len(sources), seed=SEED)
    dataset = dataset.batch(batch_size).map(number_words, num_parallel_calls=tf.data.AUTOTUNE)
    return dataset.prefetch(tf.data.AUTOTUNE)


# %% Evaluation
def write_targets(model, sources, state):
    """Returns the words [n] that the network writes greedily, word after word, for sources [n]."""
    vectorizer = make_vectorizer(SOURCE_LENGTH, state["source_vocabulary"])
    vocabulary = state["target_vocabulary"]
    start, end = vocabulary.index(START), vocabulary.index(END)
    texts = []
    for first in range(0, len(sources), BATCH_SIZE):
        batch = tf.constant(list(sources[first : first + BATCH_SIZE]))
        source = np.asarray(vectorizer(batch), dtype="int32")
        written = np.zeros((len(source), TARGET_LENGTH + 1), dtype="int32")
        written[:, 0] = start
        for place in range(TARGET_LENGTH):
            inputs = {"source": source, "target": written[:, :-1]}
            scores = np.array(model.predict_on_batch(inputs)[:, place])
            # Padding, the unknown word and the start mark are never written.
            scores[:, [0, 1, start]] = 0
            written[:, place + 1] = scores.argmax(axis=-1)
            if (written == end).any(axis=1).all():
                break
        for row in written[:, 1:]:
            ends = np.flatnonzero((row == end) | (row == 0))
            texts.append([vocabulary[number] for number in row[: ends[0] if len(ends) else None]])
    return texts


def nearest_targets(train, sources):
    """Returns the target of the train source that is nearest in TF-IDF to each source [n]."""
    train_sources, train_targets = train
    weights = TfidfVectorizer(tokenizer=str.split, token_pattern=None)
    neighbours = NearestNeighbors(n_neighbors=1, metric="cosine")
    neighbours.fit(weights.fit_transform(train_sources))
    _, rows = neighbours.kneighbors(weights.transform(sources))
    return [train_targets[row].split() for row in rows[:, 0]]


def show_examples(sources, predicted, targets, output_dir):
    """Prints three test items and saves the histogram of predicted and true lengths in words."""
    for source, words, target in list(zip(sources, predicted, targets, strict=True))[:3]:
        print(f"{source[:200]}\n  written: {join_words(words)}\n  true:    {join_words(target)}")
    figure, axis = plt.subplots(figsize=(8, 4))
    axis.hist([list(map(len, targets)), list(map(len, predicted))], label=["true", "written"])
    axis.set(xlabel="words", ylabel="texts")
    axis.legend()
    save_figure(figure, output_dir, "written_lengths")
