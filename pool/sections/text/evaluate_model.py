"""What 5 programs share: split_texts, describe, make_dataset, score_baselines, ..."""


# %% Imports
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.pipeline import make_pipeline
import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf


# %% Data
def split_texts(data_dir, limit=None):
    """Returns {split: (cleaned texts [n], class names [n])}; limit is the most items per split."""
    texts, labels = read_examples(data_dir)
    if len(np.unique(labels)) < 2:
        raise SystemExit(f"expected two or more classes in {data_dir}, found {np.unique(labels)}")
    splits = {}
    for split, rows in zip(("train", "validation", "test"), split_by_class(labels), strict=True):
        rows = rows[:limit]
        if len(rows) == 0:
            raise SystemExit(f"expected rows for the {split} split, found {len(labels)} in all")
        splits[split] = (texts[rows], labels[rows])
    return splits


def describe(data_dir, output_dir):
    """Prints items per split and class and two samples; saves class bars and text lengths."""
    splits = split_texts(data_dir)
    counts = pd.DataFrame(
        {split: pd.Series(labels).value_counts() for split, (_, labels) in splits.items()}
    )
    counts = counts.fillna(0).astype(int).sort_index()
    print(counts, counts.sum().rename("items per split"), sep="\n\n")
    texts, labels = splits["train"]
    for text, label in zip(texts[:2], labels[:2], strict=True):
        print(f"{label}: {text[:200]}")
    axis = counts.plot.bar(stacked=True, figsize=(8, 4), xlabel="class", ylabel="texts")
    save_figure(axis.figure, output_dir, "classes")
    plot_lengths(texts, output_dir)


# %% Preprocessing
def make_dataset(texts, labels, state, batch_size, training=False):
    """Returns batches of (word numbers [n, SEQUENCE_LENGTH], targets); train is shuffled."""
    vectorizer = make_vectorizer(state["vocabulary"])
    targets = encode_labels(number_labels(labels, state["class_names"]))
    dataset = tf.data.Dataset.from_tensor_slices((texts, targets))
    if training:
        dataset = dataset.shuffle(len(texts), seed=SEED)
    dataset = dataset.batch(batch_size).map(
        lambda batch, targets: (vectorizer(batch), targets), num_parallel_calls=tf.data.AUTOTUNE
    )
    return dataset.prefetch(tf.data.AUTOTUNE)


# %% Evaluation
def score_baselines(train, test):
    """Returns the accuracy of the majority class and of logistic regression on TF-IDF weights."""
    train_texts, train_labels = train
    test_texts, test_labels = test
    classes, counts = np.unique(train_labels, return_counts=True)
    baseline = float(np.mean(test_labels == classes[counts.argmax()]))
    if len(classes) < 2:
        return baseline, None
    reference = make_pipeline(
        TfidfVectorizer(tokenizer=str.split, token_pattern=None, max_features=REFERENCE_WORDS),
        LogisticRegression(C=10, max_iter=500),
    )
    reference.fit(train_texts, train_labels)
    return baseline, float(np.mean(reference.predict(test_texts) == test_labels))


def plot_accuracy_by_length(texts, correct, output_dir):
    """Saves the share of correct answers bool [n] from short to long texts."""
    lengths = np.array([len(text.split()) for text in texts])
    fifths = [rows for rows in np.array_split(np.argsort(lengths), 5) if len(rows)]
    names = [f"{lengths[rows].min()} to {lengths[rows].max()}" for rows in fifths]
    figure, axis = plt.subplots(figsize=(7, 4))
    axis.bar(range(len(fifths)), [correct[rows].mean() for rows in fifths], tick_label=names)
    axis.set(xlabel="words in the text", ylabel="accuracy", ylim=(0, 1))
    save_figure(figure, output_dir, "accuracy_by_length")


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    class_names = state["class_names"]
    prepared = prepare(data_dir, limit=limit, state=state)
    numbers, scores = collect(model, prepared.test)
    splits = split_texts(data_dir, limit)
    predicted = predicted_numbers(scores)
    baseline, reference = score_baselines(splits["train"], splits["test"])
    metrics = {
        "metric": "accuracy",
        "higher_is_better": True,
        "model": float(np.mean(predicted == numbers)),
        "baseline": baseline,
        "reference": reference,
        "baseline_name": "majority class",
        "reference_name": "logistic regression on TF-IDF",
        "test_size": len(numbers),
        "details": {
            "macro_f1": float(f1_score(numbers, predicted, average="macro", zero_division=0)),
            "accuracy_interval": bootstrap_interval(predicted == numbers),
        },
    }
    write_metrics(metrics, output_dir)
    report_classes(numbers, predicted, class_names, output_dir)
    plot_accuracy_by_length(splits["test"][0], predicted == numbers, output_dir)
    return metrics
