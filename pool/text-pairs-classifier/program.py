"""Classifies pairs of texts, one pair a row of a table, with one encoder that reads both texts.

The data folder holds a table with two texts and the class of the pair, such as whether they mean
the same or how the second follows from the first; the result is a class per new pair.
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
from keras import layers, ops
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (
    ConfusionMatrixDisplay,
    classification_report,
    confusion_matrix,
    f1_score,
)

# %% Configuration
SEED = 42
VALIDATION_SHARE = 0.15
TEST_SHARE = 0.15
BATCH_SIZE = 32
EPOCHS = 20
LEARNING_RATE = 0.001
# Epochs without a better validation loss before training stops.
PATIENCE = 4
SEPARATOR = ","
CLASS_COUNT = 3
DROPOUT_RATE = 0.3
TABLE_FILE = "pairs.csv"
MARKUP = r"</?[a-z][^<>]*>"
# Latin, Arabic, Indic, general and CJK marks, and apostrophes at the edge of a word.
PUNCTUATION = r"[!-&(-/:-@\[-`{-~\xa1-\xbf\u060c-\u061f\u0964\u2010-\u206f\u3001-\u303f]|\B'|'\B"
# Scripts written without spaces (Thai, Japanese, Chinese): each character counts as a word.
UNSPACED = r"[\u0e01-\u0e3a\u0e40-\u0e4e\u3040-\u30ff\u3400-\u9fff]"
# Most words that are told apart; 0 is padding, 1 an unknown word.
VOCABULARY_SIZE = 10000
# Words a text is cut or padded to.
SEQUENCE_LENGTH = 40
# Stands for a text without a word, so that no row is padding alone.
EMPTY_TEXT = "<empty>"
# Words that the simple reference weighs.
REFERENCE_WORDS = 50000
# Column that names a row in the predictions, and the table of rows to predict; or None.
ID_COLUMN = None
TEST_FILE = None
EMBEDDING_SIZE = 64
JOINT_UNITS = 64
TEXT_UNITS = 64
# Columns of the first and the second text; None takes the two with the longest texts.
TEXT_COLUMNS = ("premise", "hypothesis")
# Column to predict; None takes the last column that is none of the texts.
TARGET = "relation"
# Recurrent layer of the encoder, and its units in each direction.
RECURRENT = layers.LSTM
# With fewer different first texts than this, pairs are split one by one.
MIN_GROUPS = 20


# %% Data
def save_figure(figure, output_dir, name):
    """Writes a figure to output_dir/figures/name.png and frees it."""
    folder = output_dir / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    figure.tight_layout()
    figure.savefig(folder / f"{name}.png", dpi=120)
    plt.close(figure)


def split_by_class(numbers, validation_share=VALIDATION_SHARE, test_share=TEST_SHARE):
    """Returns shuffled rows of train, validation and test, in the same shares for every class."""
    generator = np.random.default_rng(SEED)
    parts = []
    for number in np.unique(numbers):
        members = generator.permutation(np.flatnonzero(numbers == number))
        # From three items on, a class is present in every split.
        fewest = 1 if len(members) >= 3 else 0
        shares = (validation_share, test_share)
        sizes = [max(fewest, round(len(members) * share)) if share else 0 for share in shares]
        validation, test, train = np.split(members, np.cumsum(sizes))
        parts.append((train, validation, test))
    return [generator.permutation(np.concatenate(part)) for part in zip(*parts, strict=True)]


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
    """Batches of ({"first", "second"}: word numbers [n, length], targets), and what train taught."""

    train: tf.data.Dataset
    validation: tf.data.Dataset
    test: tf.data.Dataset
    state: dict


def find_text_columns(table):
    """Returns the names of both text columns, by default those with the longest texts."""
    if TEXT_COLUMNS is None:
        texts = table.drop(columns=[ID_COLUMN, TARGET], errors="ignore")
        texts = texts.select_dtypes(exclude=["number", "bool"]).astype(str)
        lengths = texts.apply(lambda column: column.str.len().mean())
        longest = set(lengths.nlargest(2).index)
        names = [name for name in texts.columns if name in longest]
    else:
        names = [name for name in TEXT_COLUMNS if name in table.columns]
    if len(names) != 2:
        raise SystemExit(
            f"expected {TEXT_COLUMNS or 'two columns of texts'}, found {list(table.columns)}"
        )
    return names


def find_target(table, text_columns):
    """Returns the name of the column to predict, by default the last one beside the texts."""
    others = [name for name in table.columns if name not in (*text_columns, ID_COLUMN)]
    target = others[-1] if TARGET is None and others else TARGET
    if target not in others:
        raise SystemExit(f"expected a column {target or 'to predict'}, found {list(table.columns)}")
    return target


def clean_pairs(table, text_columns):
    """Returns the cleaned texts [n, 2] of a table."""
    return np.stack([clean_texts(table[name]) for name in text_columns], axis=1)


def read_examples(data_dir):
    """Returns cleaned pairs [n, 2] and their class names [n]; what cannot be used is counted."""
    table = read_table(data_dir / TABLE_FILE)
    text_columns = find_text_columns(table)
    target = find_target(table, text_columns)
    unlabelled = table[target].isna()
    table = table[~unlabelled]
    # Whole numbers that were read as 1.0 because others are missing are named 1.
    labels = table[target].convert_dtypes().astype(str).to_numpy(dtype=object)
    pairs = clean_pairs(table, text_columns)
    # A pair that occurs twice must not stand in train and in test.
    _, first = np.unique(pairs.astype(str), axis=0, return_index=True)
    first = np.sort(first)
    if len(first) < len(unlabelled):
        repeated = len(pairs) - len(first)
        print(f"skipped {unlabelled.sum()} unlabelled, {repeated} repeated rows", file=sys.stderr)
    return pairs[first], labels[first]


def split_rows(pairs, labels):
    """Returns rows of train, validation and test; pairs with the same first text stay together."""
    firsts = pairs[:, 0].astype(str)
    _, members, groups = np.unique(firsts, return_index=True, return_inverse=True)
    if len(members) < MIN_GROUPS:
        return split_by_class(labels)
    generator = np.random.default_rng(SEED)
    parts = split_by_class(labels[members])
    return [generator.permutation(np.flatnonzero(np.isin(groups, part))) for part in parts]


def split_pairs(data_dir, limit=None):
    """Returns {split: (cleaned pairs [n, 2], class names [n])}; limit is the most per split."""
    pairs, labels = read_examples(data_dir)
    if len(np.unique(labels)) < 2:
        raise SystemExit(f"expected two or more classes in {data_dir}, found {np.unique(labels)}")
    splits = {}
    for split, rows in zip(("train", "validation", "test"), split_rows(pairs, labels), strict=True):
        rows = rows[:limit]
        if len(rows) == 0:
            raise SystemExit(f"expected rows for the {split} split, found {len(labels)} in all")
        splits[split] = (pairs[rows], labels[rows])
    return splits


def load_data(data_dir):
    """Returns train, validation and test as batches of ({"first", "second"}, targets)."""
    return prepare(data_dir)[:3]


def shared_words(pairs):
    """Returns the share of words [n] that both texts of a pair [n, 2] have, 0 to 1."""
    words = [(set(first.split()), set(second.split())) for first, second in pairs]
    return np.array([len(first & second) / len(first | second) for first, second in words])


def describe(data_dir, output_dir):
    """Prints pairs per split and class and two samples; saves bars of classes and shared words."""
    splits = split_pairs(data_dir)
    counts = pd.DataFrame(
        {split: pd.Series(labels).value_counts() for split, (_, labels) in splits.items()}
    )
    counts = counts.fillna(0).astype(int).sort_index()
    print(counts, counts.sum().rename("items per split"), sep="\n\n")
    pairs, labels = splits["train"]
    lengths = np.array([len(text.split()) for text in pairs.reshape(-1)])
    print(f"{np.mean(lengths > SEQUENCE_LENGTH):.1%} of texts are cut at {SEQUENCE_LENGTH} words")
    for (first, second), label in zip(pairs[:2], labels[:2], strict=True):
        print(f"{label}: {first[:100]} | {second[:100]}")
    axis = counts.plot.bar(stacked=True, figsize=(8, 4), xlabel="class", ylabel="pairs")
    save_figure(axis.figure, output_dir, "classes")
    shares = pd.Series(shared_words(pairs)).groupby(labels).mean()
    axis = shares.plot.bar(figsize=(8, 4), xlabel="class", ylabel="words shared")
    save_figure(axis.figure, output_dir, "overlap")


# %% Preprocessing
def encode_labels(numbers):
    """Returns training targets [n] for class numbers [n]."""
    return np.asarray(numbers, dtype="int32")


def label_numbers(targets):
    """Returns class numbers [n] for training targets."""
    return np.asarray(targets, dtype="int32")


def make_vectorizer(vocabulary=None):
    """Returns the layer that turns cleaned texts [n] into word numbers [n, SEQUENCE_LENGTH]."""
    return layers.TextVectorization(
        max_tokens=VOCABULARY_SIZE,
        standardize=None,
        output_sequence_length=SEQUENCE_LENGTH,
        vocabulary=vocabulary,
    )


def number_labels(labels, class_names):
    """Returns class numbers [n] for class names [n]."""
    unknown = sorted(set(labels) - set(class_names))
    if unknown:
        raise SystemExit(f"expected the classes {class_names}, found also {unknown[:20]}")
    return np.array([class_names.index(label) for label in labels], dtype="int32")


def learn_state(splits):
    """Returns class names, vocabulary and their sizes; the vocabulary is learnt from train only."""
    labels = np.concatenate([labels for _, labels in splits.values()])
    class_names = [str(name) for name in np.unique(labels)]
    vocabulary = learn_vocabulary(splits["train"][0])
    sizes = {"class_count": len(class_names), "vocabulary_size": len(vocabulary)}
    return {"class_names": class_names, "vocabulary": vocabulary, "sizes": sizes}


def learn_vocabulary(pairs):
    """Returns the words of the train pairs [n, 2], most frequent first, after padding, unknown."""
    vectorizer = make_vectorizer()
    vectorizer.adapt(tf.data.Dataset.from_tensor_slices(pairs.reshape(-1)).batch(1024))
    return [str(word) for word in vectorizer.get_vocabulary()]


def number_words(pairs, vectorizer):
    """Returns {"first", "second"}: word numbers [n, SEQUENCE_LENGTH] of pairs [n, 2]."""
    return {"first": vectorizer(pairs[:, 0]), "second": vectorizer(pairs[:, 1])}


def make_dataset(pairs, labels, state, batch_size, training=False):
    """Returns batches of ({"first", "second"}: word numbers, targets); train is shuffled."""
    vectorizer = make_vectorizer(state["vocabulary"])
    targets = encode_labels(number_labels(labels, state["class_names"]))
    dataset = tf.data.Dataset.from_tensor_slices((pairs, targets))
    if training:
        dataset = dataset.shuffle(len(pairs), seed=SEED)
    dataset = dataset.batch(batch_size).map(
        lambda batch, targets: (number_words(batch, vectorizer), targets),
        num_parallel_calls=tf.data.AUTOTUNE,
    )
    return dataset.prefetch(tf.data.AUTOTUNE)


# %% Model
@keras.saving.register_keras_serializable(package="project")
class PairFeatures(layers.Layer):
    """Joins the codes [n, size] of two texts: both, how far they differ and what they share."""

    def call(self, inputs):
        """Returns features [n, 4 * size]."""
        first, second = inputs
        parts = [first, second, ops.abs(first - second), first * second]
        return ops.concatenate(parts, axis=-1)

    def get_config(self):
        """Returns the layer's arguments; it has none of its own."""
        return super().get_config()


def make_encoder(vocabulary_size):
    """Returns the network that reads either text: word numbers [n, SEQUENCE_LENGTH] -> codes."""
    words = keras.Input((SEQUENCE_LENGTH,), dtype="int32")
    features = layers.Embedding(vocabulary_size, EMBEDDING_SIZE, mask_zero=True)(words)
    features = layers.Bidirectional(RECURRENT(TEXT_UNITS, return_sequences=True))(features)
    codes = layers.GlobalAveragePooling1D()(features)
    return keras.Model(words, codes, name="encoder")


def build_model(
    class_count=CLASS_COUNT, vocabulary_size=VOCABULARY_SIZE, learning_rate=LEARNING_RATE
):
    """Returns the compiled network: {"first", "second"}: word numbers -> [n, class_count]."""
    first = keras.Input((SEQUENCE_LENGTH,), dtype="int32", name="first")
    second = keras.Input((SEQUENCE_LENGTH,), dtype="int32", name="second")
    encoder = make_encoder(vocabulary_size)
    features = PairFeatures()([encoder(first), encoder(second)])
    features = layers.Dense(JOINT_UNITS, activation="relu")(features)
    features = layers.Dropout(DROPOUT_RATE)(features)
    outputs = layers.Dense(class_count, activation="softmax")(features)
    model = keras.Model({"first": first, "second": second}, outputs)
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


def bootstrap_interval(values):
    """Returns the 95 % bootstrap interval of the mean of values [n]."""
    generator = np.random.default_rng(SEED)
    means = [generator.choice(values, len(values)).mean() for _ in range(1000)]
    return [float(bound) for bound in np.percentile(means, (2.5, 97.5))]


def report_classes(numbers, predicted, class_names, output_dir):
    """Prints precision and recall of each class and saves the confusion matrix as class shares."""
    every = {"labels": range(len(class_names))}
    names = {"target_names": class_names, "zero_division": 0}
    print(classification_report(numbers, predicted, **every, **names))
    side = max(5, 0.4 * len(class_names))
    figure, axis = plt.subplots(figsize=(side, side))
    matrix = confusion_matrix(numbers, predicted, **every, normalize="true")
    display = ConfusionMatrixDisplay(matrix, display_labels=class_names)
    display.plot(ax=axis, cmap="Blues", xticks_rotation="vertical", colorbar=False)
    save_figure(figure, output_dir, "confusion")


def predicted_numbers(scores):
    """Returns class numbers [n] for model outputs [n, class_count]."""
    return np.argmax(scores, axis=-1)


def class_scores(scores):
    """Returns class probabilities [n, class_count] for model outputs."""
    return np.asarray(scores)


def collect(model, dataset):
    """Returns class numbers and model outputs of a dataset; one pass keeps them aligned."""
    numbers, scores = [], []
    for batch, targets in dataset:
        numbers.append(label_numbers(targets))
        scores.append(model.predict_on_batch(batch))
    return np.concatenate(numbers), np.concatenate(scores)


def load_artifacts(output_dir):
    """Returns the trained model and the state it was trained with."""
    for name in ("model.keras", "preprocessing.json"):
        if not (output_dir / name).is_file():
            raise SystemExit(f"expected {name} in {output_dir}, found none: train the model first")
    state = json.loads((output_dir / "preprocessing.json").read_text(encoding="utf-8"))
    classes = {"PairFeatures": PairFeatures}
    return keras.models.load_model(output_dir / "model.keras", custom_objects=classes), state


def weigh_pairs(vectorizer, pairs):
    """Returns TF-IDF features of pairs [n, 2]: both, what differs, what is shared, how much."""
    first, second = (vectorizer.transform(pairs[:, side]) for side in (0, 1))
    shared = first.multiply(second)
    return hstack([first, second, abs(first - second), shared, shared.sum(axis=1)]).tocsr()


def score_baselines(train, test):
    """Returns the accuracy of the majority class and of logistic regression on TF-IDF weights."""
    train_pairs, train_labels = train
    test_pairs, test_labels = test
    classes, counts = np.unique(train_labels, return_counts=True)
    baseline = float(np.mean(test_labels == classes[counts.argmax()]))
    if len(classes) < 2:
        return baseline, None
    options = {"tokenizer": str.split, "token_pattern": None, "max_features": REFERENCE_WORDS}
    vectorizer = TfidfVectorizer(**options).fit(train_pairs.reshape(-1))
    reference = LogisticRegression(C=10, max_iter=500)
    reference.fit(weigh_pairs(vectorizer, train_pairs), train_labels)
    predicted = reference.predict(weigh_pairs(vectorizer, test_pairs))
    return baseline, float(np.mean(predicted == test_labels))


def plot_accuracy_by_overlap(pairs, correct, output_dir):
    """Saves the share of correct answers bool [n] from pairs with few to many shared words."""
    shares = shared_words(pairs)
    fifths = [rows for rows in np.array_split(np.argsort(shares), 5) if len(rows)]
    names = [f"{shares[rows].min():.2f} to {shares[rows].max():.2f}" for rows in fifths]
    figure, axis = plt.subplots(figsize=(7, 4))
    axis.bar(range(len(fifths)), [correct[rows].mean() for rows in fifths], tick_label=names)
    axis.set(xlabel="share of words in both texts", ylabel="accuracy", ylim=(0, 1))
    save_figure(figure, output_dir, "accuracy_by_overlap")


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    class_names = state["class_names"]
    prepared = prepare(data_dir, limit=limit, state=state)
    numbers, scores = collect(model, prepared.test)
    splits = split_pairs(data_dir, limit)
    predicted = predicted_numbers(scores)
    baseline, reference = score_baselines(splits["train"], splits["test"])
    metrics = {
        "metric": "accuracy",
        "higher_is_better": True,
        "model": float(np.mean(predicted == numbers)),
        "baseline": baseline,
        "reference": reference,
        "baseline_name": "majority class",
        "reference_name": "logistic regression on TF-IDF of both texts",
        "test_size": len(numbers),
        "details": {
            "macro_f1": float(f1_score(numbers, predicted, average="macro", zero_division=0)),
            "accuracy_interval": bootstrap_interval(predicted == numbers),
        },
    }
    write_metrics(metrics, output_dir)
    report_classes(numbers, predicted, class_names, output_dir)
    plot_accuracy_by_overlap(splits["test"][0], predicted == numbers, output_dir)
    return metrics


# %% Inference
def example_input(data_dir):
    """Returns the table of unlabelled rows, or else the data table, to try the prediction with."""
    return data_dir / (TEST_FILE or TABLE_FILE)


def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with class and probabilities for each pair of texts of a table."""
    model, state = load_artifacts(output_dir)
    class_names = state["class_names"]
    table = read_table(input_path)
    if len(table) == 0:
        raise SystemExit(f"expected pairs of texts in {input_path}, found none")
    names = table[ID_COLUMN] if ID_COLUMN in table.columns else range(len(table))
    rows = pd.DataFrame({ID_COLUMN or "row": names})
    vectorizer = make_vectorizer(state["vocabulary"])
    pairs = tf.data.Dataset.from_tensor_slices(clean_pairs(table, find_text_columns(table)))
    batches = pairs.batch(BATCH_SIZE).map(lambda batch: number_words(batch, vectorizer))
    scores = model.predict(batches, verbose=0)
    rows[TARGET or "prediction"] = [class_names[number] for number in predicted_numbers(scores)]
    # A Kaggle submission holds the id and the prediction alone.
    if ID_COLUMN not in rows:
        rows[[f"probability_{name}" for name in class_names]] = class_scores(scores)
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows.to_csv(output_path, index=False)
    return output_path
