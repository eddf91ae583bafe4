"""What the program text-multilabel alone has."""


# %% Imports
from keras import layers
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
import keras
import numpy as np
import pandas as pd
import sys
import tensorflow as tf


# %% Configuration
# 0/1 columns, one a label, or the name of one column of words.
TARGET = ("physics", "biology", "computing", "statistics")
# Parts the labels where TARGET is one column of words, and in the predictions.
LABEL_SEPARATOR = " "


# %% Data
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


# %% Evaluation
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
