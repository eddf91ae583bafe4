"""Predicts a number, such as a star rating, from a text with a bidirectional LSTM.

The data folder holds a table with a text and a number; the result is a number per new text, in the
unit of the table.
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
from sklearn.linear_model import Ridge
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
TABLE_FILE = "reviews.csv"
MARKUP = r"</?[a-z][^<>]*>"
# Latin, Arabic, Indic, general and CJK marks, and apostrophes at the edge of a word.
PUNCTUATION = r"[!-&(-/:-@\[-`{-~\xa1-\xbf\u060c-\u061f\u0964\u2010-\u206f\u3001-\u303f]|\B'|'\B"
# Scripts written without spaces (Thai, Japanese, Chinese): each character counts as a word.
UNSPACED = r"[\u0e01-\u0e3a\u0e40-\u0e4e\u3040-\u30ff\u3400-\u9fff]"
# Most words that are told apart; 0 is padding, 1 an unknown word.
VOCABULARY_SIZE = 10000
# Words a text is cut or padded to.
SEQUENCE_LENGTH = 120
# Stands for a text without a word, so that no row is padding alone.
EMPTY_TEXT = "<empty>"
# Words that the simple reference weighs.
REFERENCE_WORDS = 50000
# Column that names a row in the predictions, and the table of rows to predict; or None.
ID_COLUMN = None
TEST_FILE = None
# Column of the texts; None takes the text column with the longest texts.
TEXT_COLUMN = "review"
# Column to predict; None takes the last column that is not the text.
TARGET = "stars"


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


def find_target(table, text_column):
    """Returns the name of the column to predict, by default the last one beside the texts."""
    others = [name for name in table.columns if name not in (text_column, ID_COLUMN)]
    target = others[-1] if TARGET is None and others else TARGET
    if target not in others:
        raise SystemExit(f"expected a column {target or 'to predict'}, found {list(table.columns)}")
    return target


def split_at_random(count):
    """Returns shuffled indices of train, validation and test for `count` items."""
    order = np.random.default_rng(SEED).permutation(count)
    first = max(1, round(count * VALIDATION_SHARE))
    second = first + max(1, round(count * TEST_SHARE))
    return order[second:], order[:first], order[first:second]


def read_examples(data_dir):
    """Returns cleaned texts [n] and their numbers [n]; what cannot be used is counted aloud."""
    table = read_table(data_dir / TABLE_FILE)
    text_column = find_text_column(table)
    values = pd.to_numeric(table[find_target(table, text_column)], errors="coerce")
    values = values.to_numpy(dtype="float64", na_value=np.nan)
    texts = clean_texts(table[text_column])
    # A text that occurs twice must not stand in train and in test.
    _, first = np.unique(texts.astype(str), return_index=True)
    usable = np.isin(np.arange(len(texts)), first) & np.isfinite(values)
    if not usable.all():
        print(f"skipped {(~usable).sum()} rows: repeated texts or no number", file=sys.stderr)
    return texts[usable], values[usable]


def split_texts(data_dir, limit=None):
    """Returns {split: (cleaned texts [n], values [n])}; limit is the most of each split."""
    texts, values = read_examples(data_dir)
    splits = {}
    parts = split_at_random(len(texts))
    for split, rows in zip(("train", "validation", "test"), parts, strict=True):
        rows = rows[:limit]
        if len(rows) == 0:
            raise SystemExit(f"expected rows for the {split} split, found {len(texts)} in all")
        splits[split] = (texts[rows], values[rows])
    return splits


def describe(data_dir, output_dir):
    """Prints items and the range of the target per split and two samples; saves histograms."""
    splits = split_texts(data_dir)
    print(pd.DataFrame({split: pd.Series(v).describe() for split, (_, v) in splits.items()}))
    texts, values = splits["train"]
    for text, value in zip(texts[:2], values[:2], strict=True):
        print(f"{value:g}: {text[:200]}")
    figure, axis = plt.subplots(figsize=(8, 4))
    axis.hist(values, bins=30)
    axis.set(xlabel=TARGET or "target", ylabel="texts")
    save_figure(figure, output_dir, "target")
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
    """Returns vocabulary, sizes, mean and spread of the target, learnt from train only."""
    texts, values = splits["train"]
    vocabulary = learn_vocabulary(texts)
    return {
        "vocabulary": vocabulary,
        "target_mean": float(values.mean()),
        "target_scale": float(values.std()) or 1.0,
        "sizes": {"vocabulary_size": len(vocabulary)},
    }


def encode_values(values, state):
    """Returns training targets [n, 1], zero mean and unit spread, for values [n]."""
    scaled = (np.asarray(values) - state["target_mean"]) / state["target_scale"]
    return scaled.astype("float32").reshape(-1, 1)


def decode_values(outputs, state):
    """Returns values [n] in the target's own unit for scaled outputs [n, 1]."""
    return np.asarray(outputs).reshape(-1) * state["target_scale"] + state["target_mean"]


def make_dataset(texts, values, state, batch_size, training=False):
    """Returns batches of (word numbers [n, SEQUENCE_LENGTH], targets); train is shuffled."""
    vectorizer = make_vectorizer(state["vocabulary"])
    targets = encode_values(values, state)
    dataset = tf.data.Dataset.from_tensor_slices((texts, targets))
    if training:
        dataset = dataset.shuffle(len(texts), seed=SEED)
    dataset = dataset.batch(batch_size).map(
        lambda batch, targets: (vectorizer(batch), targets), num_parallel_calls=tf.data.AUTOTUNE
    )
    return dataset.prefetch(tf.data.AUTOTUNE)


# %% Model
def build_model(vocabulary_size=VOCABULARY_SIZE, learning_rate=LEARNING_RATE):
    """Returns the compiled network: word numbers [n, SEQUENCE_LENGTH] -> scaled number [n, 1]."""
    inputs = keras.Input((SEQUENCE_LENGTH,), dtype="int32")
    features = layers.Embedding(vocabulary_size, 64, mask_zero=True)(inputs)
    features = layers.Bidirectional(layers.LSTM(48))(features)
    features = layers.Dropout(0.3)(features)
    features = layers.Dense(64, activation="relu")(features)
    features = layers.Dropout(0.2)(features)
    outputs = layers.Dense(1)(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="mean_squared_error",
        metrics=["mean_absolute_error"],
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


def bootstrap_interval(values):
    """Returns the 95 % bootstrap interval of the mean of values [n]."""
    generator = np.random.default_rng(SEED)
    means = [generator.choice(values, len(values)).mean() for _ in range(1000)]
    return [float(bound) for bound in np.percentile(means, (2.5, 97.5))]


def collect(model, dataset, state):
    """Returns true and predicted values [n] of a dataset; one pass keeps them aligned."""
    values, predicted = [], []
    for batch, targets in dataset:
        values.append(decode_values(targets, state))
        predicted.append(decode_values(model.predict_on_batch(batch), state))
    return np.concatenate(values), np.concatenate(predicted)


def mean_absolute_error(values, predicted):
    """Returns the mean absolute error in the target's own unit for values [n]."""
    return float(np.mean(np.abs(values - predicted)))


def score_baselines(train, test):
    """Returns the mean absolute error of the train median and of ridge regression on TF-IDF."""
    train_texts, train_values = train
    test_texts, test_values = test
    baseline = mean_absolute_error(test_values, np.median(train_values))
    reference = make_pipeline(
        TfidfVectorizer(tokenizer=str.split, token_pattern=None, max_features=REFERENCE_WORDS),
        Ridge(alpha=1.0),
    )
    reference.fit(train_texts, train_values)
    return baseline, mean_absolute_error(test_values, reference.predict(test_texts))


def plot_predictions(values, predicted, output_dir):
    """Saves predicted against true values [n] and the histogram of the residuals."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4))
    left.scatter(values, predicted, s=8, alpha=0.5)
    limits = [min(values.min(), predicted.min()), max(values.max(), predicted.max())]
    left.plot(limits, limits, color="gray")
    left.set(xlabel="true", ylabel="predicted")
    right.hist(predicted - values, bins=30)
    right.set(xlabel="predicted minus true", ylabel="texts")
    save_figure(figure, output_dir, "predictions")


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    prepared = prepare(data_dir, limit=limit, state=state)
    values, predicted = collect(model, prepared.test, state)
    splits = split_texts(data_dir, limit)
    baseline, reference = score_baselines(splits["train"], splits["test"])
    spread = float(np.sum((values - values.mean()) ** 2))
    metrics = {
        "metric": "mean absolute error",
        "higher_is_better": False,
        "model": mean_absolute_error(values, predicted),
        "baseline": baseline,
        "reference": reference,
        "baseline_name": "train median",
        "reference_name": "ridge regression on TF-IDF",
        "test_size": len(values),
        "details": {
            "rmse": float(np.sqrt(np.mean((values - predicted) ** 2))),
            "r2": 1 - float(np.sum((values - predicted) ** 2)) / spread if spread > 0 else None,
            "mae_interval": bootstrap_interval(np.abs(values - predicted)),
        },
    }
    write_metrics(metrics, output_dir)
    plot_predictions(values, predicted, output_dir)
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
    """Writes a CSV with the predicted number for each text of a table, file or folder."""
    model, state = load_artifacts(output_dir)
    rows, texts = read_items(input_path)
    if len(texts) == 0:
        raise SystemExit(f"expected texts in {input_path}, found none")
    vectorizer = make_vectorizer(state["vocabulary"])
    batches = tf.data.Dataset.from_tensor_slices(texts).batch(BATCH_SIZE).map(vectorizer)
    outputs = model.predict(batches, verbose=0)
    rows[TARGET or "prediction"] = decode_values(outputs, state)
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows.to_csv(output_path, index=False)
    return output_path
