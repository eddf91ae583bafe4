"""What the program text-rating alone has."""


# %% Imports
from keras import layers
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import sys
import tensorflow as tf


# %% Data
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


# %% Evaluation
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
