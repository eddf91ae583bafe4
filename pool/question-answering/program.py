"""Answers questions with an LSTM encoder that hands its state to an LSTM decoder.

The data folder holds a table of questions and answers; the result is an answer for each new
question, written word after word.
"""

# %% Imports
import html
import json
import re
import sys
import unicodedata
from collections import Counter
from typing import NamedTuple

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf
from keras import layers
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.neighbors import NearestNeighbors

# %% Configuration
SEED = 42
VALIDATION_SHARE = 0.15
TEST_SHARE = 0.15
BATCH_SIZE = 32
EPOCHS = 30
LEARNING_RATE = 0.001
# Epochs without a better validation loss before training stops.
PATIENCE = 4
SEPARATOR = ","
DROPOUT_RATE = 0.3
TABLE_FILE = "faq.csv"
MARKUP = r"</?[a-z][^<>]*>"
# Latin, Arabic, Indic, general and CJK marks, and apostrophes at the edge of a word.
PUNCTUATION = r"[!-&(-/:-@\[-`{-~\xa1-\xbf\u060c-\u061f\u0964\u2010-\u206f\u3001-\u303f]|\B'|'\B"
# Scripts written without spaces (Thai, Japanese, Chinese): each character counts as a word.
UNSPACED = r"[\u0e01-\u0e3a\u0e40-\u0e4e\u3040-\u30ff\u3400-\u9fff]"
EMBEDDING_UNITS = 128
RECURRENT_UNITS = 192
# Names of the columns, or their numbers in a table without a header.
SOURCE_COLUMN = "question"
TARGET_COLUMN = "answer"
HEADER = True
# Most words that are told apart on each side; 0 is padding, 1 an unknown word.
VOCABULARY_SIZE = 8000
# Words a text is cut or padded to; the end mark counts.
SOURCE_LENGTH = 25
TARGET_LENGTH = 30
# Marks of the beginning and the end of a target; they cannot occur in a cleaned text.
START = "[start]"
END = "[end]"
# Test items written in the evaluation: each word costs one pass through the network.
DECODED_ITEMS = 1000
RECURRENT = layers.LSTM


# %% Data
def save_figure(figure, output_dir, name):
    """Writes a figure to output_dir/figures/name.png and frees it."""
    folder = output_dir / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    figure.tight_layout()
    figure.savefig(folder / f"{name}.png", dpi=120)
    plt.close(figure)


def clean_text(text):
    """Returns a text of any language in lower case without markup; words and marks stand apart."""
    text = unicodedata.normalize("NFKC", html.unescape(str(text))).lower().replace("\u2019", "'")
    text = re.sub(MARKUP, " ", text)
    text = re.sub(PUNCTUATION, r" \g<0> ", text)
    text = re.sub(UNSPACED, r" \g<0> ", text)
    return " ".join(text.split())


def join_words(words):
    """Returns words as one text, marks close to the word before them."""
    return re.sub(r" ([.,;:!?)\]])", r"\1", " ".join(words))


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    splits = split_pairs(data_dir)
    state = state or learn_state(splits)
    # Learnt from all of train, so that a trial on few items knows every class.
    splits = {split: [part[:limit] for part in parts] for split, parts in splits.items()}
    train = make_dataset(*splits["train"], state, batch_size, training=True)
    validation = make_dataset(*splits["validation"], state, batch_size)
    test = make_dataset(*splits["test"], state, batch_size)
    return Prepared(train, validation, test, state)


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


# %% Model
def build_model(
    source_size=VOCABULARY_SIZE, target_size=VOCABULARY_SIZE, learning_rate=LEARNING_RATE
):
    """Returns the compiled network: {source, target} word numbers -> [n, TARGET_LENGTH, words]."""
    source = keras.Input((SOURCE_LENGTH,), dtype="int32", name="source")
    target = keras.Input((TARGET_LENGTH,), dtype="int32", name="target")
    encoded = layers.Embedding(source_size, EMBEDDING_UNITS, mask_zero=True)(source)
    _, *states = RECURRENT(RECURRENT_UNITS, return_state=True)(encoded)
    decoded = layers.Embedding(target_size, EMBEDDING_UNITS, mask_zero=True)(target)
    features = RECURRENT(RECURRENT_UNITS, return_sequences=True)(decoded, initial_state=states)
    features = layers.Dropout(DROPOUT_RATE)(features)
    outputs = layers.Dense(target_size, activation="softmax")(features)
    model = keras.Model({"source": source, "target": target}, outputs)
    # The embedding's mask reaches the loss and the metric: padding counts in neither.
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% Training
def write_json(path, values):
    """Writes values as indented JSON."""
    path.write_text(json.dumps(values, indent=2), encoding="utf-8")


def make_callbacks(output_dir):
    """Returns callbacks that watch the validation loss, keep the best weights and log epochs."""
    return [
        keras.callbacks.ModelCheckpoint(output_dir / "model.keras", save_best_only=True),
        keras.callbacks.EarlyStopping(patience=PATIENCE, restore_best_weights=True),
        keras.callbacks.ReduceLROnPlateau(factor=0.5, patience=max(1, PATIENCE // 2)),
        keras.callbacks.CSVLogger(output_dir / "history.csv"),
        keras.callbacks.TerminateOnNaN(),
    ]


def plot_curves(history, output_dir):
    """Saves one panel per metric: train and validation by epoch."""
    names = [name for name in history if f"val_{name}" in history]
    figure, axes = plt.subplots(1, len(names), figsize=(5 * len(names), 4), squeeze=False)
    for axis, name in zip(axes.flat, names, strict=True):
        axis.plot(history[name], marker=".", label="train")
        axis.plot(history[f"val_{name}"], marker=".", label="validation")
        axis.set(title=name, xlabel="epoch")
        axis.legend()
    save_figure(figure, output_dir, "curves")


def train_model(
    data_dir,
    output_dir,
    epochs=EPOCHS,
    batch_size=BATCH_SIZE,
    learning_rate=LEARNING_RATE,
    limit=None,
):
    """Trains, writes model, state, history, configuration and curves, returns the history."""
    keras.utils.set_random_seed(SEED)
    output_dir.mkdir(parents=True, exist_ok=True)
    prepared = prepare(data_dir, batch_size, limit)
    write_json(output_dir / "preprocessing.json", prepared.state)
    model = build_model(**prepared.state["sizes"], learning_rate=learning_rate)
    history = model.fit(
        prepared.train,
        validation_data=prepared.validation,
        epochs=epochs,
        callbacks=make_callbacks(output_dir),
        shuffle=False,  # the dataset shuffles itself
        verbose=2,
    )
    config = {"epochs": epochs, "batch_size": batch_size, "learning_rate": learning_rate}
    config |= {"limit": limit, "seed": SEED, "keras": keras.__version__}
    write_json(output_dir / "config.json", config)
    plot_curves(history.history, output_dir)
    return history.history


# %% Evaluation
def state_verdict(metrics):
    """Returns one sentence: does the network beat the baseline and the simple reference."""
    sign = 1 if metrics["higher_is_better"] else -1
    few = ", too few to be sure" if metrics["test_size"] < 30 else ""
    facts = f"{metrics['metric']} {metrics['model']:.3g} on {metrics['test_size']} test items{few}"
    if sign * metrics["model"] <= sign * metrics["baseline"]:
        return f"{facts}: the network does not beat the {metrics['baseline_name']}; do not use it."
    if metrics["reference"] is None:
        return f"{facts}: the network beats the {metrics['baseline_name']}."
    if sign * metrics["model"] <= sign * metrics["reference"]:
        return f"{facts}: {metrics['reference_name']} does as well and is simpler; prefer it."
    return f"{facts}: the network beats {metrics['reference_name']} and is worth its cost."


def write_metrics(metrics, output_dir):
    """Adds the verdict, writes metrics.json and prints the scores side by side."""
    metrics["verdict"] = state_verdict(metrics)
    write_json(output_dir / "metrics.json", metrics)
    print(pd.Series(metrics).drop(["details", "verdict"]).to_string())
    print(metrics["verdict"])


def load_artifacts(output_dir):
    """Returns the trained model and the state it was trained with."""
    for name in ("model.keras", "preprocessing.json"):
        if not (output_dir / name).is_file():
            raise SystemExit(f"expected {name} in {output_dir}, found none: train the model first")
    state = json.loads((output_dir / "preprocessing.json").read_text(encoding="utf-8"))
    return keras.models.load_model(output_dir / "model.keras"), state


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


def word_f1(predicted, targets):
    """Returns the mean F1, 0 to 1, of the words of written and true answers, order aside."""
    scores = []
    for words, target in zip(predicted, targets, strict=True):
        shared = (Counter(words) & Counter(target)).total()
        scores.append(2 * shared / max(1, len(words) + len(target)))
    return float(np.mean(scores))


def exact_match(predicted, targets):
    """Returns the share of answers that are written word by word as they should be."""
    matches = [words == target for words, target in zip(predicted, targets, strict=True)]
    return float(np.mean(matches))


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores written test texts against baselines, writes metrics and figures, returns them."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    splits = split_pairs(data_dir, limit)
    sources, targets = (texts[:DECODED_ITEMS] for texts in splits["test"])
    targets = [target.split() for target in targets]
    predicted = write_targets(model, sources, state)
    usual = Counter(splits["train"][1]).most_common(1)[0][0].split()
    metrics = {
        "metric": "word F1",
        "higher_is_better": True,
        "model": word_f1(predicted, targets),
        "baseline": word_f1([usual] * len(targets), targets),
        "reference": word_f1(nearest_targets(splits["train"], sources), targets),
        "baseline_name": "most frequent answer",
        "reference_name": "answer to the nearest train question",
        "test_size": len(targets),
        "details": {
            "exact_match": exact_match(predicted, targets),
            "length_ratio": sum(map(len, predicted)) / sum(map(len, targets)),
        },
    }
    write_metrics(metrics, output_dir)
    show_examples(sources, predicted, targets, output_dir)
    return metrics


# %% Inference
def example_input(data_dir):
    """Returns the data table, to try the prediction with."""
    return data_dir / TABLE_FILE


def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with a answer for each text of a table or each line of a .txt file."""
    model, state = load_artifacts(output_dir)
    if input_path.suffix.lower() == ".txt" and input_path.name != TABLE_FILE:
        lines = input_path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
        sources = pd.Series(lines, dtype="str")
    else:
        table = read_table(input_path)
        if SOURCE_COLUMN not in table.columns:
            raise SystemExit(f"expected column {SOURCE_COLUMN}, found {list(table.columns)}")
        sources = table[SOURCE_COLUMN].dropna().astype(str)
    cleaned = [clean_text(text) for text in sources]
    # A text without a word has no answer.
    written = iter(write_targets(model, [text for text in cleaned if text], state))
    answers = [join_words(next(written)) if text else "" for text in cleaned]
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows = pd.DataFrame({"source": sources.to_numpy(), "prediction": answers})
    rows.to_csv(output_path, index=False)
    return output_path
