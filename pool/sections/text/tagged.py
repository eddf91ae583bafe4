"""A table holds a word a row, its sentence and its tag: read_examples, describing, read_items.

Needs table/open. Items are sentences as lists of words [n], targets the lists of their tags [n].
"""

# %% Imports
import re
import sys
from collections import Counter

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

# %% Configuration
# Names the sentence, on its first word or on every word.
SENTENCE_COLUMN = "sentence"
WORD_COLUMN = "word"
TAG_COLUMN = "tag"
# Words; longer sentences are cut into pieces of this length.
SEQUENCE_LENGTH = 50
# Most words that are told apart; 0 is padding, 1 an unknown word.
VOCABULARY_SIZE = 20_000
UNKNOWN = "[UNK]"
# The tag of words outside every entity.
OUTSIDE = "O"


# %% Data
def read_sentences(table):
    """Returns sentences as lists of words [n], and of tags (outside where the table has none)."""
    require_columns(table, [SENTENCE_COLUMN, WORD_COLUMN])
    # A new sentence begins where the name changes; empty cells continue the one above.
    names = table[SENTENCE_COLUMN].ffill().astype("str")
    groups = (names != names.shift()).cumsum().to_numpy()
    tags = table[TAG_COLUMN] if TAG_COLUMN in table else pd.Series(OUTSIDE, table.index)
    words = table[WORD_COLUMN].fillna(UNKNOWN).astype("string").to_numpy(dtype=object)
    tags = tags.fillna(OUTSIDE).astype("string").to_numpy(dtype=object)
    sentences, sentence_tags = [], []
    for rows in np.split(np.arange(len(words)), np.flatnonzero(np.diff(groups)) + 1):
        for start in range(0, len(rows), SEQUENCE_LENGTH):
            piece = rows[start : start + SEQUENCE_LENGTH]
            sentences.append(list(words[piece]))
            sentence_tags.append(list(tags[piece]))
    return sentences, sentence_tags


def read_examples(data_dir):
    """Returns sentences as lists of words [n], each once, and the lists of their tags [n]."""
    table = read_table(find_table(data_dir))
    require_columns(table, [TAG_COLUMN])
    sentences, tags = read_sentences(table)
    distinct = dict(zip(map(tuple, sentences), tags, strict=True))
    if len(distinct) < len(sentences):
        print(f"skipped {len(sentences) - len(distinct)} repeated sentences", file=sys.stderr)
    items = pd.Series([list(words) for words in distinct], dtype=object)
    return items, pd.Series(list(distinct.values()), dtype=object)


def describe_targets(splits, output_dir):
    """Prints how many words of the splits have each tag; saves them as bars."""
    parts = {split: tags for split, (_, tags) in splits.items()}
    counts = {split: Counter(tag for row in tags for tag in row) for split, tags in parts.items()}
    counts = pd.DataFrame(counts).fillna(0).astype(int).sort_index()
    print(counts.to_string())
    axis = counts.plot.barh(stacked=True, figsize=(8, 5), logx=True, xlabel="words", ylabel="tag")
    save_figure(axis.figure, output_dir, "tags")


def describe_inputs(items, targets, output_dir):
    """Prints one sentence with its tags; saves how long the sentences are."""
    pairs = zip(items.iloc[0], targets.iloc[0], strict=True)
    print(" ".join(f"{word}/{tag}" for word, tag in pairs))
    figure, axis = plt.subplots(figsize=(8, 4))
    axis.hist(items.map(len), bins=40)
    axis.axvline(SEQUENCE_LENGTH, color="tab:red", label="cut")
    axis.set(xlabel="words", ylabel="sentences")
    axis.legend()
    save_figure(figure, output_dir, "lengths")


# %% Preprocessing
def learn_inputs(items):
    """Returns the words of train, most frequent first, and their count."""
    counts = Counter(word for words in items for word in words if word != UNKNOWN)
    frequent = counts.most_common(VOCABULARY_SIZE - 2)
    vocabulary = ["", UNKNOWN] + [word for word, _ in frequent]
    return {"vocabulary": vocabulary, "sizes": {"vocabulary_size": len(vocabulary)}}


# %% Inference
def read_items(input_path, state):
    """Returns the words of a table, or of the lines of a .txt file, as rows, and the sentences."""
    if input_path.suffix.lower() == ".txt" and input_path.name != TABLE_FILE:
        lines = input_path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
        words = [re.findall(r"\w+|[^\w\s]", line) for line in lines]
        rows = [(line, word) for line, found in enumerate(words, start=1) for word in found]
        table = pd.DataFrame(rows, columns=[SENTENCE_COLUMN, WORD_COLUMN])
    else:
        table = read_table(input_path)
    if table.empty:
        raise SystemExit(f"expected words in {input_path}, found none")
    sentences, _ = read_sentences(table)
    return table[[SENTENCE_COLUMN, WORD_COLUMN]], sentences
