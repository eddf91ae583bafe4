"""What the program text-pairs-classifier alone has."""


# %% Imports
from keras import layers
from keras import ops
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from typing import NamedTuple
import json
import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import sys
import tensorflow as tf


# %% Configuration
# Columns of the first and the second text; None takes the two with the longest texts.
TEXT_COLUMNS = ("premise", "hypothesis")
# Column to predict; None takes the last column that is none of the texts.
TARGET = "relation"
# Recurrent layer of the encoder, and its units in each direction.
RECURRENT = layers.LSTM
# With fewer different first texts than this, pairs are split one by one.
MIN_GROUPS = 20


# %% Data
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


# %% Evaluation
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
