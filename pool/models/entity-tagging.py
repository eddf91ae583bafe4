"""What the program entity-tagging alone has."""


# %% Imports
from collections import Counter
from collections import defaultdict
from keras import layers
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from typing import NamedTuple
import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import re
import sys
import tensorflow as tf


# %% Configuration
# Names the sentence, on its first word or on every word.
SENTENCE_COLUMN = "sentence"
WORD_COLUMN = "word"
TAG_COLUMN = "tag"
# Words; longer sentences are cut into pieces of this length.
SEQUENCE_LENGTH = 50
# The tag of words outside every entity.
OUTSIDE = "O"
# Words that the simple reference learns from.
REFERENCE_WORDS = 20000


# %% Data
class Prepared(NamedTuple):
    """Batches of word numbers and tag targets [n, SEQUENCE_LENGTH], and what train taught."""

    train: tf.data.Dataset
    validation: tf.data.Dataset
    test: tf.data.Dataset
    state: dict


def read_sentences(table):
    """Returns sentences as lists of words, and of tags (empty where the table has none)."""
    missing = [name for name in (SENTENCE_COLUMN, WORD_COLUMN) if name not in table.columns]
    if missing:
        raise SystemExit(f"expected columns {missing} in the table, found {list(table.columns)}")
    # A new sentence begins where the name changes; empty cells continue the one above.
    names = table[SENTENCE_COLUMN].ffill().astype(str)
    groups = (names != names.shift()).cumsum().to_numpy()
    words = table[WORD_COLUMN].fillna(UNKNOWN).astype(str).to_numpy(dtype=object)
    tags = table[TAG_COLUMN].fillna(OUTSIDE).astype(str) if TAG_COLUMN in table.columns else None
    sentences, sentence_tags = [], []
    for rows in np.split(np.arange(len(words)), np.flatnonzero(np.diff(groups)) + 1):
        for start in range(0, len(rows), SEQUENCE_LENGTH):
            piece = rows[start : start + SEQUENCE_LENGTH]
            sentences.append(list(words[piece]))
            sentence_tags.append([] if tags is None else list(tags.iloc[piece]))
    return sentences, sentence_tags


def split_sentences(data_dir, limit=None):
    """Returns {split: (lists of words [n], lists of tags [n])}; a sentence stands in one split."""
    table = read_table(data_dir / TABLE_FILE)
    if TAG_COLUMN not in table.columns:
        raise SystemExit(f"expected column {TAG_COLUMN}, found {list(table.columns)}")
    sentences, tags = read_sentences(table)
    distinct = {}
    for words, row in zip(sentences, tags, strict=True):
        distinct.setdefault(tuple(words), row)
    if len(distinct) < len(sentences):
        print(f"skipped {len(sentences) - len(distinct)} repeated sentences", file=sys.stderr)
    sentences, tags = list(distinct), list(distinct.values())
    splits = {}
    parts = split_at_random(len(sentences))
    for split, rows in zip(("train", "validation", "test"), parts, strict=True):
        rows = rows[:limit]
        if len(rows) == 0:
            raise SystemExit(f"expected sentences for {split}, found {len(sentences)} in all")
        splits[split] = ([sentences[row] for row in rows], [tags[row] for row in rows])
    return splits


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    splits = split_sentences(data_dir)
    state = state or learn_state(splits)
    # Learnt from all of train, so that a trial on few items knows every class.
    splits = {split: [part[:limit] for part in parts] for split, parts in splits.items()}
    train = make_dataset(*splits["train"], state, batch_size, training=True)
    validation = make_dataset(*splits["validation"], state, batch_size)
    test = make_dataset(*splits["test"], state, batch_size)
    return Prepared(train, validation, test, state)


def load_data(data_dir):
    """Returns train, validation and test as batches of (word numbers, tag targets)."""
    return prepare(data_dir)[:3]


def describe(data_dir, output_dir):
    """Prints sentences per split, words per tag and one sentence; saves tag bars and lengths."""
    splits = split_sentences(data_dir)
    print(pd.Series({split: len(words) for split, (words, _) in splits.items()}, name="sentences"))
    counts = pd.DataFrame(
        {split: Counter(tag for row in tags for tag in row) for split, (_, tags) in splits.items()}
    )
    counts = counts.fillna(0).astype(int).sort_index()
    print(counts)
    sentences, tags = splits["train"]
    print(" ".join(f"{word}/{tag}" for word, tag in zip(sentences[0], tags[0], strict=True)))
    axis = counts.plot.barh(stacked=True, figsize=(8, 5), logx=True, xlabel="words", ylabel="tag")
    save_figure(axis.figure, output_dir, "tags")
    figure, axis = plt.subplots(figsize=(8, 4))
    axis.hist([len(words) for words in sentences], bins=40)
    axis.axvline(SEQUENCE_LENGTH, color="tab:red", label="cut")
    axis.set(xlabel="words", ylabel="sentences")
    axis.legend()
    save_figure(figure, output_dir, "lengths")


# %% Preprocessing
def learn_state(splits):
    """Returns tag names, words and their sizes; both are learnt from train only."""
    sentences, tags = splits["train"]
    counts = Counter(word for words in sentences for word in words if word != UNKNOWN)
    vocabulary = ["", UNKNOWN] + [word for word, _ in counts.most_common(VOCABULARY_SIZE - 2)]
    class_names = sorted({OUTSIDE}.union(*tags))
    sizes = {"class_count": len(class_names), "vocabulary_size": len(vocabulary)}
    return {"class_names": class_names, "vocabulary": vocabulary, "sizes": sizes}


def number_rows(rows, names, other):
    """Returns numbers int32 [n, SEQUENCE_LENGTH] of lists of names; unknown ones become `other`."""
    numbers = {name: number for number, name in enumerate(names)}
    known = [[numbers.get(name, other) for name in row] for row in rows]
    return keras.utils.pad_sequences(known, SEQUENCE_LENGTH, padding="post", truncating="post")


def encode_labels(numbers):
    """Returns training targets [n, SEQUENCE_LENGTH] for tag numbers of the same shape."""
    return np.asarray(numbers, dtype="int32")


def make_dataset(sentences, tags, state, batch_size, training=False):
    """Returns batches of (word numbers, tag targets), both [n, SEQUENCE_LENGTH], 0-padded."""
    words = number_rows(sentences, state["vocabulary"], state["vocabulary"].index(UNKNOWN))
    class_names = state["class_names"]
    targets = encode_labels(number_rows(tags, class_names, class_names.index(OUTSIDE)))
    dataset = tf.data.Dataset.from_tensor_slices((words, targets))
    if training:
        dataset = dataset.shuffle(len(sentences), seed=SEED)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Model
def build_model(
    class_count=CLASS_COUNT, vocabulary_size=VOCABULARY_SIZE, learning_rate=LEARNING_RATE
):
    """Returns the compiled network: word numbers [n, length] -> [n, length, class_count]."""
    inputs = keras.Input((SEQUENCE_LENGTH,), dtype="int32")
    features = layers.Embedding(vocabulary_size, 64, mask_zero=True)(inputs)
    features = layers.Dropout(0.3)(features)
    features = layers.Bidirectional(layers.LSTM(64, return_sequences=True))(features)
    features = layers.Dropout(0.3)(features)
    outputs = layers.TimeDistributed(layers.Dense(class_count, activation="softmax"))(features)
    model = keras.Model(inputs, outputs)
    # The embedding's mask reaches the loss and the metric: padding counts in neither.
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% Evaluation
def predicted_numbers(scores):
    """Returns tag numbers [n, length] for model outputs [n, length, class_count]."""
    return np.argmax(scores, axis=-1)


def class_scores(scores):
    """Returns tag probabilities [n, length, class_count] for model outputs."""
    return np.asarray(scores)


def tag_sentences(model, sentences, state):
    """Returns for lists of words [n] the lists of their predicted tags and the probabilities."""
    words = number_rows(sentences, state["vocabulary"], state["vocabulary"].index(UNKNOWN))
    scores = model.predict(words, batch_size=BATCH_SIZE, verbose=0)
    numbers, chances = predicted_numbers(scores), class_scores(scores).max(axis=-1)
    tags, probabilities = [], []
    for row, length in enumerate(map(len, sentences)):
        tags.append([state["class_names"][number] for number in numbers[row, :length]])
        probabilities.append(chances[row, :length])
    return tags, probabilities


def find_entities(tags):
    """Returns the entities of a sentence as a set of (start, end, kind); I- continues its kind."""
    entities, start, kind = set(), 0, None
    for place, tag in enumerate([*tags, OUTSIDE]):
        mark, _, name = tag.rpartition("-")
        if name == kind and mark != "B":
            continue
        if kind is not None:
            entities.add((start, place, kind))
        start, kind = place, None if tag == OUTSIDE else name
    return entities


def entity_f1(predicted, true):
    """Returns the F1, 0 to 1, of whole entities with exact borders over lists of tags [n]."""
    matched = found = wanted = 0
    for first, second in zip(predicted, true, strict=True):
        entities, true_entities = find_entities(first), find_entities(second)
        matched += len(entities & true_entities)
        found += len(entities)
        wanted += len(true_entities)
    return 2 * matched / max(1, found + wanted)


def usual_tags(train, sentences):
    """Returns for each word the tag it has most often in train; unknown words are outside."""
    counts = defaultdict(Counter)
    for words, tags in zip(*train, strict=True):
        for word, tag in zip(words, tags, strict=True):
            counts[word][tag] += 1
    usual = {word: tags.most_common(1)[0][0] for word, tags in counts.items()}
    return [[usual.get(word, OUTSIDE) for word in words] for words in sentences]


def surroundings(words):
    """Returns for each word of a sentence a dict of features: itself, its neighbours, its form."""
    padded = ["", *words, ""]
    return [
        {"word": word, "before": before, "after": after, "end": word[-3:], "title": word.istitle()}
        for before, word, after in zip(padded, words, padded[2:], strict=False)
    ]


def regressed_tags(train, sentences):
    """Returns tags by logistic regression on a word and its neighbours; None without two tags."""
    features, tags = [], []
    for words, row in zip(*train, strict=True):
        if len(tags) < REFERENCE_WORDS:
            features += surroundings(words)
            tags += row
    if len(set(tags)) < 2:
        return None
    reference = make_pipeline(DictVectorizer(), LogisticRegression(C=10, max_iter=200))
    reference.fit(features, tags)
    return [list(reference.predict(surroundings(words))) for words in sentences]


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    splits = split_sentences(data_dir, limit)
    sentences, tags = splits["test"]
    predicted, _ = tag_sentences(model, sentences, state)
    regressed = regressed_tags(splits["train"], sentences)
    # A tag that train lacks cannot be predicted, yet its words count.
    names = sorted({*state["class_names"]}.union(*tags))
    true_numbers = [names.index(tag) for row in tags for tag in row]
    numbers = [names.index(tag) for row in predicted for tag in row]
    metrics = {
        "metric": "entity F1",
        "higher_is_better": True,
        "model": entity_f1(predicted, tags),
        "baseline": entity_f1(usual_tags(splits["train"], sentences), tags),
        "reference": None if regressed is None else entity_f1(regressed, tags),
        "baseline_name": "most frequent tag of each word",
        "reference_name": "logistic regression on neighbouring words",
        "test_size": len(sentences),
        "details": {"word_accuracy": float(np.mean(np.equal(numbers, true_numbers)))},
    }
    write_metrics(metrics, output_dir)
    report_classes(true_numbers, numbers, names, output_dir)
    return metrics


# %% Inference
def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with a tag for each word of a table or of the lines of a .txt file."""
    model, state = load_artifacts(output_dir)
    if input_path.suffix.lower() == ".txt" and input_path.name != TABLE_FILE:
        lines = input_path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
        words = [re.findall(r"\w+|[^\w\s]", line) for line in lines]
        rows = [(line, word) for line, found in enumerate(words, start=1) for word in found]
        table = pd.DataFrame(rows, columns=[SENTENCE_COLUMN, WORD_COLUMN])
    else:
        table = read_table(input_path)
    if len(table) == 0:
        raise SystemExit(f"expected words in {input_path}, found none")
    sentences, _ = read_sentences(table)
    tags, probabilities = tag_sentences(model, sentences, state)
    rows = table[[SENTENCE_COLUMN, WORD_COLUMN]].copy()
    rows["prediction"] = [tag for row in tags for tag in row]
    rows["probability"] = np.concatenate(probabilities)
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows.to_csv(output_path, index=False)
    return output_path
