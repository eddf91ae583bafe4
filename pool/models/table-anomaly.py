"""What the program table-anomaly alone has."""


# %% Imports
from keras import layers
from sklearn.decomposition import PCA
from sklearn.ensemble import IsolationForest
from sklearn.metrics import average_precision_score
from sklearn.metrics import f1_score
from sklearn.metrics import roc_auc_score
import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf


# %% Configuration
# Units of encoder, bottleneck and decoder.
HIDDEN_UNITS = (32, 6, 32)
# Deviation of the noise that keeps the network from copying its input.
NOISE = 0.1
# The threshold lets this share of normal validation rows pass.
THRESHOLD_QUANTILE = 0.98


# %% Data
def find_strange(values):
    """Returns which rows are anomalies, bool [n]: numbers above 0, or the less frequent texts."""
    if values.isna().all():
        raise SystemExit("expected 0 or 1 in the anomaly column, found no values")
    numbers = to_numbers(values)
    if numbers.notna().any():
        return (numbers > 0).to_numpy()
    text = to_text(values).fillna("")
    return (text != text.mode()[0]).to_numpy()


def split_table(data_dir, limit=None):
    """Returns {split: (feature table, anomaly 0/1 [n])}; known anomalies go to test."""
    table = read_table(find_table(data_dir))
    strange, targets = np.zeros(len(table), dtype=bool), []
    if TARGET:
        targets = [TARGET.strip()]
        require_columns(table, targets)
        strange = find_strange(table[targets[0]])
    table = table[list_features(table, targets)]
    normal = np.flatnonzero(~strange)
    if len(normal) < 10:
        raise SystemExit(f"expected ten or more normal rows, found {len(normal)}")
    train, validation, test = (normal[rows] for rows in split_rows(len(normal)))
    test = np.random.default_rng(SEED).permutation([*test, *np.flatnonzero(strange)])
    splits = {"train": train[:limit], "validation": validation[:limit], "test": test[:limit]}
    return {
        split: (table.iloc[rows], strange[rows].astype("int32")) for split, rows in splits.items()
    }


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    splits = split_table(data_dir, limit)
    state = state or learn_inputs(splits["train"][0])
    datasets = {
        split: make_dataset(encode_rows(table, state), batch_size, split == "train")
        for split, (table, _) in splits.items()
    }
    return Prepared(**datasets, state=state)


def describe(data_dir, output_dir):
    """Prints rows per split and what the columns hold; saves bars and histograms."""
    splits = split_table(data_dir)
    counts = {split: np.bincount(strange, minlength=2) for split, (_, strange) in splits.items()}
    counts = pd.DataFrame(counts, index=["normal", "anomaly"])
    print(counts)
    train = splits["train"][0]
    describe_columns(train)
    axis = counts.T.plot.bar(stacked=True, figsize=(6, 4), ylabel="rows")
    save_figure(axis.figure, output_dir, "splits")
    plot_numbers(train, output_dir)


# %% Preprocessing
def encode_rows(table, state):
    """Returns one vector a row, float32 [n, width]: numbers, missing flags, one-hot categories."""
    inputs = encode_inputs(table, state)
    parts = [inputs["numeric"]] if "numeric" in inputs else []
    for number, size in enumerate(state["sizes"]["category_sizes"]):
        parts.append(np.eye(size, dtype="float32")[inputs[f"category_{number}"]])
    return np.hstack(parts)


def make_dataset(rows, batch_size, training=False):
    """Returns batches of (rows [n, width], rows [n, width]): the network repeats its input."""
    dataset = tf.data.Dataset.from_tensor_slices((rows, rows))
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Model
def build_model(
    numeric_count=NUMERIC_COUNT, category_sizes=CATEGORY_SIZES, learning_rate=LEARNING_RATE
):
    """Returns the compiled autoencoder: rows [n, width] -> the same rows [n, width]."""
    width = numeric_count + sum(category_sizes)
    inputs = keras.Input((width,))
    features = layers.GaussianNoise(NOISE)(inputs)
    for units in HIDDEN_UNITS:
        features = layers.Dense(units, activation="relu")(features)
    outputs = layers.Dense(width)(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="mean_squared_error",
        metrics=["mean_squared_error"],
    )
    return model


# %% Training
def collect(dataset):
    """Returns the rows [n, width] of a dataset."""
    return np.concatenate([rows.numpy() for rows, _ in dataset])


def score_rows(model, rows):
    """Returns the anomaly score [n] of rows [n, width]: the squared error of repeating them."""
    repeated = model.predict(rows, batch_size=1024, verbose=0)
    return np.mean((repeated - rows) ** 2, axis=1)


def find_threshold(scores):
    """Returns the score that the given share of normal validation rows stays below."""
    return float(np.quantile(scores, THRESHOLD_QUANTILE))


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
    model = build_model(**prepared.state["sizes"], learning_rate=learning_rate)
    history = model.fit(
        prepared.train,
        validation_data=prepared.validation,
        epochs=epochs,
        callbacks=make_callbacks(output_dir),
        shuffle=False,  # the dataset shuffles itself
        verbose=2,
    )
    normal = score_rows(model, collect(prepared.validation))
    state = prepared.state | {"threshold": find_threshold(normal)}
    write_json(output_dir / "preprocessing.json", state)
    config = {"epochs": epochs, "batch_size": batch_size, "learning_rate": learning_rate}
    config |= {"limit": limit, "seed": SEED, "keras": keras.__version__}
    write_json(output_dir / "config.json", config)
    plot_curves(history.history, output_dir)
    return history.history


# %% Evaluation
def score_baselines(train, test, strange):
    """Returns average precision of a constant score and of an isolation forest."""
    generator = np.random.default_rng(SEED)
    seen = train[generator.permutation(len(train))[:REFERENCE_ITEMS]]
    reference = IsolationForest(random_state=SEED).fit(seen)
    scores = -reference.score_samples(test)
    return float(strange.mean()), float(average_precision_score(strange, scores))


def measure_errors(train, test, scores):
    """Returns the metrics without labels: error of repeating beside the train mean and PCA."""
    components = max(1, min(min(HIDDEN_UNITS), train.shape[1] // 2, len(train)))
    pca = PCA(components, random_state=SEED).fit(train[:REFERENCE_ITEMS])
    repeated = pca.inverse_transform(pca.transform(test))
    return {
        "metric": "mean_squared_error",
        "higher_is_better": False,
        "model": float(scores.mean()),
        "baseline": float(np.mean((test - train.mean(axis=0)) ** 2)),
        "reference": float(np.mean((test - repeated) ** 2)),
        "baseline_name": "train mean",
        "reference_name": f"{components} principal components",
        "test_size": len(test),
        "details": {"mean_squared_error_interval": bootstrap_interval(scores)},
    }


def measure_detection(train, test, strange, scores, threshold):
    """Returns the metrics with labels: how well the score puts anomalies before normal rows."""
    baseline, reference = score_baselines(train, test, strange)
    found = scores > threshold
    return {
        "metric": "average_precision",
        "higher_is_better": True,
        "model": float(average_precision_score(strange, scores)),
        "baseline": baseline,
        "reference": reference,
        "baseline_name": "constant score",
        "reference_name": "isolation forest",
        "test_size": len(test),
        "details": {
            "roc_auc": float(roc_auc_score(strange, scores)),
            "f1": float(f1_score(strange, found, zero_division=0)),
            "recall": float(found[strange == 1].mean()),
            "false_alarm_share": float(found[strange == 0].mean()),
        },
    }


def plot_errors(scores, strange, threshold, output_dir):
    """Saves the histogram of the scores, normal and anomalous, with the threshold."""
    figure, axis = plt.subplots(figsize=(8, 4))
    edges = np.histogram_bin_edges(np.log10(scores + 1e-9), 40)
    for number, name in enumerate(("normal", "anomaly")):
        axis.hist(np.log10(scores[strange == number] + 1e-9), edges, alpha=0.6, label=name)
    axis.axvline(np.log10(threshold + 1e-9), color="black", label="threshold")
    axis.set(xlabel="log10 of the anomaly score", ylabel="test rows")
    axis.legend()
    save_figure(figure, output_dir, "scores")


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    prepared = prepare(data_dir, limit=limit, state=state)
    strange = split_table(data_dir, limit)["test"][1]
    train, test = collect(prepared.train), collect(prepared.test)
    scores = score_rows(model, test)
    threshold = state["threshold"]
    if 0 < strange.sum() < len(strange):
        metrics = measure_detection(train, test, strange, scores, threshold)
    else:
        metrics = measure_errors(train, test, scores)
    metrics["details"] |= {"threshold": threshold, "flagged": int((scores > threshold).sum())}
    write_metrics(metrics, output_dir)
    plot_errors(scores, strange, threshold, output_dir)
    return metrics


# %% Inference
def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with the id, 0 or 1 for anomaly, and the score of every row of a table."""
    model, state = load_artifacts(output_dir)
    table = read_table(input_path)
    scores = score_rows(model, encode_rows(table, state))
    strange = (scores > state["threshold"]).astype("int32")
    columns = {TARGET or "anomaly": strange, "score": scores}
    return write_predictions(table, columns, output_path)
