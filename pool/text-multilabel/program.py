"""Gives texts, one a row of a table, any number of labels with a bidirectional GRU.

The data folder holds a table with a text and a 0/1 column per label, or one column of label words;
the result is the set of labels and a probability per label for each new text.
"""

# %% Imports
import html
import json
import re
import sys
import unicodedata
from typing import NamedTuple

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf
from keras import layers
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline

# %% Configuration
SEED = 42
VALIDATION_SHARE = 0.15
TEST_SHARE = 0.15
BATCH_SIZE = 32
EPOCHS = 10
LEARNING_RATE = 0.001
# Epochs without a better validation loss before training stops.
PATIENCE = 3
SEPARATOR = ","
CLASS_COUNT = 4
TABLE_FILE = "abstracts.csv"
MARKUP = r"</?[a-z][^<>]*>"
# Latin, Arabic, Indic, general and CJK marks, and apostrophes at the edge of a word.
PUNCTUATION = r"[!-&(-/:-@\[-`{-~\xa1-\xbf\u060c-\u061f\u0964\u2010-\u206f\u3001-\u303f]|\B'|'\B"
# Scripts written without spaces (Thai, Japanese, Chinese): each character counts as a word.
UNSPACED = r"[\u0e01-\u0e3a\u0e40-\u0e4e\u3040-\u30ff\u3400-\u9fff]"
# Most words that are told apart; 0 is padding, 1 an unknown word.
VOCABULARY_SIZE = 20000
# Words a text is cut or padded to.
SEQUENCE_LENGTH = 150
# Stands for a text without a word, so that no row is padding alone.
EMPTY_TEXT = "<empty>"
# Words that the simple reference weighs.
REFERENCE_WORDS = 50000
# Column that names a row in the predictions, and the table of rows to predict; or None.
ID_COLUMN = None
TEST_FILE = None
# Column of the texts; None takes the text column with the longest texts.
TEXT_COLUMN = "abstract"
# A label is given from this probability on.
THRESHOLD = 0.5
# 0/1 columns, one a label, or the name of one column of words.
TARGET = ("physics", "biology", "computing", "statistics")
# Parts the labels where TARGET is one column of words, and in the predictions.
LABEL_SEPARATOR = " "


# %% Data
def save_figure(figure, output_dir, name):
    """Writes a figure to output_dir/figures/name.png and frees it."""
    folder = output_dir / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    figure.tight_layout()
    figure.savefig(folder / f"{name}.png", dpi=120)
    plt.close(figure)


def clean_text(text):
    """Returns a text of any language in lower case, without markup and punctuation, words apart."""
    text = unicodedata.normalize("NFKC", html.unescape(text)).lower().replace("\u2019", "'")
    text = re.sub(MARKUP, " ", text)
    text = re.sub(PUNCTUATION, " ", text)
    text = re.sub(UNSPACED, r" \g<0> ", text)
    return " ".join(text.split()) or EMPTY_TEXT


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
        "on_bad_lines": "warn",
        "low_memory": False,
    }
    try:
        return pd.read_csv(path, encoding="utf-8-sig", **options)
    except UnicodeDecodeError:
        return pd.read_csv(path, encoding="cp1252", encoding_errors="replace", **options)


def clean_texts(column):
    """Returns the cleaned texts [n] of a column; a missing text counts as an empty one."""
    texts = column.astype(object).where(column.notna(), "")
    return np.array([clean_text(str(text)) for text in texts], dtype=object)


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


def find_text_column(table):
    """Returns the name of the text column, by default the one with the longest texts."""
    if TEXT_COLUMN is None:
        texts = table.drop(columns=[ID_COLUMN], errors="ignore")
        texts = texts.select_dtypes(exclude=["number", "bool"]).astype(str)
        if texts.shape[1] > 0:
            return texts.apply(lambda column: column.str.len().mean()).idxmax()
    elif TEXT_COLUMN in table.columns:
        return TEXT_COLUMN
    wanted = TEXT_COLUMN or "of texts"
    raise SystemExit(f"expected a column {wanted}, found {list(table.columns)}")


def split_at_random(count):
    """Returns shuffled indices of train, validation and test for `count` items."""
    order = np.random.default_rng(SEED).permutation(count)
    first = max(1, round(count * VALIDATION_SHARE))
    second = first + max(1, round(count * TEST_SHARE))
    return order[second:], order[:first], order[first:second]


def read_labels(table):
    """Returns 0/1 labels as a table [n, labels], from 0/1 columns or from one column of words."""
    columns = [TARGET] if isinstance(TARGET, str) else list(TARGET)
    missing = [name for name in columns if name not in table.columns]
    if missing:
        raise SystemExit(f"expected the columns {missing}, found {list(table.columns)}")
    if isinstance(TARGET, str):
        words = table[TARGET].fillna("").astype(str).str.split(LABEL_SEPARATOR)
        cleaned = words.apply(lambda row: "|".join(word.strip().replace("|", "/") for word in row))
        return cleaned.str.get_dummies("|")
    numbers = table[columns].apply(pd.to_numeric, errors="coerce")
    return (numbers.fillna(0) > 0).astype(int)


def read_examples(data_dir):
    """Returns cleaned texts [n] and their 0/1 labels, a table [n, labels]; repeated texts once."""
    table = read_table(data_dir / TABLE_FILE)
    texts = clean_texts(table[find_text_column(table)])
    # A text that occurs twice must not stand in train and in test.
    _, first = np.unique(texts.astype(str), return_index=True)
    if len(first) < len(texts):
        print(f"skipped {len(texts) - len(first)} repeated texts", file=sys.stderr)
    first = np.sort(first)
    return texts[first], read_labels(table).iloc[first]


def split_texts(data_dir, limit=None):
    """Returns {split: (cleaned texts [n], labels [n, labels])}; limit is the most of each split."""
    texts, labels = read_examples(data_dir)
    splits = {}
    parts = split_at_random(len(texts))
    for split, rows in zip(("train", "validation", "test"), parts, strict=True):
        rows = rows[:limit]
        if len(rows) == 0:
            raise SystemExit(f"expected rows for the {split} split, found {len(texts)} in all")
        splits[split] = (texts[rows], labels.iloc[rows])
    return splits


def describe(data_dir, output_dir):
    """Prints items per split and label and two samples; saves label bars and text lengths."""
    splits = split_texts(data_dir)
    counts = pd.DataFrame({split: labels.sum() for split, (_, labels) in splits.items()})
    sizes = {split: len(texts) for split, (texts, _) in splits.items()}
    print(counts, pd.Series(sizes, name="items per split"), sep="\n\n")
    texts, labels = splits["train"]
    print(f"{labels.sum(axis=1).mean():.2f} labels a text on average")
    for text, row in zip(texts[:2], labels.to_numpy()[:2], strict=True):
        print(f"{list(labels.columns[row > 0])}: {text[:200]}")
    axis = counts.plot.bar(stacked=True, figsize=(8, 4), xlabel="label", ylabel="texts")
    save_figure(axis.figure, output_dir, "labels")
    plot_lengths(texts, output_dir)


# %% Preprocessing
def make_vectorizer(vocabulary=None):
    """Returns the layer that turns cleaned texts [n] into word numbers [n, SEQUENCE_LENGTH]."""
    return layers.TextVectorization(
        max_tokens=VOCABULARY_SIZE,
        standardize=None,
        output_sequence_length=SEQUENCE_LENGTH,
        vocabulary=vocabulary,
    )


def learn_vocabulary(texts):
    """Returns the words of the train texts [n], most frequent first, after padding and unknown."""
    vectorizer = make_vectorizer()
    vectorizer.adapt(tf.data.Dataset.from_tensor_slices(texts).batch(1024))
    return [str(word) for word in vectorizer.get_vocabulary()]


def learn_state(splits):
    """Returns label names, vocabulary and their sizes, learnt from train only."""
    texts, labels = splits["train"]
    # Named columns stay, used or not; of words only those that train knows can be predicted.
    used = labels.columns[labels.sum() > 0] if isinstance(TARGET, str) else labels.columns
    class_names = [str(name) for name in used]
    if labels.to_numpy().sum() == 0:
        raise SystemExit(f"expected labels in {TARGET}, found none that is set in train")
    vocabulary = learn_vocabulary(texts)
    sizes = {"class_count": len(class_names), "vocabulary_size": len(vocabulary)}
    return {"class_names": class_names, "vocabulary": vocabulary, "sizes": sizes}


def encode_labels(labels, class_names):
    """Returns training targets float32 [n, class_count] for a table of 0/1 labels."""
    return labels.reindex(columns=class_names, fill_value=0).to_numpy(dtype="float32")


def make_dataset(texts, labels, state, batch_size, training=False):
    """Returns batches of (word numbers [n, SEQUENCE_LENGTH], targets); train is shuffled."""
    vectorizer = make_vectorizer(state["vocabulary"])
    targets = encode_labels(labels, state["class_names"])
    dataset = tf.data.Dataset.from_tensor_slices((texts, targets))
    if training:
        dataset = dataset.shuffle(len(texts), seed=SEED)
    dataset = dataset.batch(batch_size).map(
        lambda batch, targets: (vectorizer(batch), targets), num_parallel_calls=tf.data.AUTOTUNE
    )
    return dataset.prefetch(tf.data.AUTOTUNE)


# %% Model
def build_model(
    class_count=CLASS_COUNT, vocabulary_size=VOCABULARY_SIZE, learning_rate=LEARNING_RATE
):
    """Returns the compiled network: word numbers [n, SEQUENCE_LENGTH] -> [n, class_count]."""
    inputs = keras.Input((SEQUENCE_LENGTH,), dtype="int32")
    features = layers.Embedding(vocabulary_size, 64, mask_zero=True)(inputs)
    features = layers.Bidirectional(layers.GRU(64))(features)
    features = layers.Dropout(0.3)(features)
    features = layers.Dense(64, activation="relu")(features)
    features = layers.Dropout(0.3)(features)
    outputs = layers.Dense(class_count, activation="sigmoid")(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="binary_crossentropy",
        metrics=["binary_accuracy"],
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


def collect(model, dataset):
    """Returns 0/1 labels and probabilities [n, class_count] of a dataset; one pass aligns them."""
    labels, scores = [], []
    for batch, targets in dataset:
        labels.append(np.asarray(targets, dtype="int32"))
        scores.append(model.predict_on_batch(batch))
    return np.concatenate(labels), np.concatenate(scores)


def macro_f1(labels, predicted):
    """Returns the mean F1 over the labels for 0/1 labels [n, class_count]."""
    return float(f1_score(labels, predicted, average="macro", zero_division=0))


def score_baselines(train_texts, train_labels, test_texts, test_labels):
    """Returns the macro F1 of all labels for each text, and of logistic regression on TF-IDF."""
    baseline = macro_f1(test_labels, np.ones_like(test_labels))
    reference = make_pipeline(
        TfidfVectorizer(tokenizer=str.split, token_pattern=None, max_features=REFERENCE_WORDS),
        OneVsRestClassifier(LogisticRegression(C=10, class_weight="balanced", max_iter=500)),
    )
    # A label that every or no train text carries needs no regression.
    varied = np.ptp(train_labels, axis=0) > 0
    if not varied.any():
        return baseline, None
    predicted = np.repeat(train_labels[:1], len(test_labels), axis=0)
    reference.fit(train_texts, train_labels[:, varied])
    predicted[:, varied] = reference.predict(test_texts).reshape(len(test_labels), -1)
    return baseline, macro_f1(test_labels, predicted)


def plot_label_scores(labels, predicted, class_names, output_dir):
    """Prints and saves the F1 of each label."""
    values = f1_score(labels, predicted, average=None, zero_division=0)
    scores = pd.Series(np.atleast_1d(values), index=class_names)
    print(scores.rename("F1 by label").to_string())
    axis = scores.plot.barh(figsize=(7, max(3, 0.3 * len(class_names))), xlim=(0, 1), xlabel="F1")
    save_figure(axis.figure, output_dir, "label_scores")


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    class_names = state["class_names"]
    prepared = prepare(data_dir, limit=limit, state=state)
    labels, scores = collect(model, prepared.test)
    splits = split_texts(data_dir, limit)
    train_texts, train_labels = splits["train"]
    train_labels = encode_labels(train_labels, class_names).astype("int32")
    predicted = (scores > THRESHOLD).astype("int32")
    baseline, reference = score_baselines(train_texts, train_labels, splits["test"][0], labels)
    metrics = {
        "metric": "macro F1",
        "higher_is_better": True,
        "model": macro_f1(labels, predicted),
        "baseline": baseline,
        "reference": reference,
        "baseline_name": "answer that names every label",
        "reference_name": "logistic regression on TF-IDF",
        "test_size": len(labels),
        "details": {
            "micro_f1": float(f1_score(labels, predicted, average="micro", zero_division=0)),
            "exact_match": float(np.mean((predicted == labels).all(axis=1))),
        },
    }
    write_metrics(metrics, output_dir)
    plot_label_scores(labels, predicted, class_names, output_dir)
    return metrics


# %% Inference
def example_input(data_dir):
    """Returns the table of unlabelled rows, or else the data table, to try the prediction with."""
    return data_dir / (TEST_FILE or TABLE_FILE)


def read_items(input_path):
    """Returns item names and cleaned texts [n] of a table, a .txt file or a folder of them."""
    if input_path.is_dir() or input_path.suffix.lower() == ".txt":
        paths = sorted(input_path.rglob("*.txt")) if input_path.is_dir() else [input_path]
        texts = [path.read_text(encoding="utf-8-sig", errors="replace") for path in paths]
        rows = pd.DataFrame({"file": [str(path) for path in paths]})
        return rows, clean_texts(pd.Series(texts, dtype="str"))
    table = read_table(input_path)
    names = table[ID_COLUMN] if ID_COLUMN in table.columns else range(len(table))
    return pd.DataFrame({ID_COLUMN or "row": names}), clean_texts(table[find_text_column(table)])


def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with labels and probabilities for each text of a table, file or folder."""
    model, state = load_artifacts(output_dir)
    class_names = state["class_names"]
    rows, texts = read_items(input_path)
    if len(texts) == 0:
        raise SystemExit(f"expected texts in {input_path}, found none")
    vectorizer = make_vectorizer(state["vocabulary"])
    batches = tf.data.Dataset.from_tensor_slices(texts).batch(BATCH_SIZE).map(vectorizer)
    scores = model.predict(batches, verbose=0)
    names = np.array(class_names, dtype=object)
    rows["prediction"] = [(LABEL_SEPARATOR or " ").join(names[row]) for row in scores > THRESHOLD]
    rows[[f"probability_{name}" for name in class_names]] = scores
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows.to_csv(output_path, index=False)
    return output_path
