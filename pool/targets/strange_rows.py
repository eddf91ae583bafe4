"""The target is whether a row is an anomaly, found without labels.

Needs table/encode, table/open, targets/anomaly. Items are rows of a table, targets 0 (normal) and 1
(anomaly) [n].
"""

# %% Imports
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.decomposition import PCA
from sklearn.ensemble import IsolationForest

# %% Configuration
# The simple reference learns from at most so many train rows.
REFERENCE_ITEMS = 100_000
SHUFFLE_BUFFER = 100_000


# %% Data
def named_targets():
    """Returns the name of the anomaly column, or nothing."""
    return [TARGET.strip()] if TARGET else []


def find_targets(table):
    """Returns the name of the anomaly column, or nothing."""
    return named_targets()


def read_targets(table, names):
    """Returns which rows are anomalies, 0/1 [n]: numbers above 0, or the less frequent texts."""
    if not names:
        return pd.Series(0, table.index)
    values = table[names[0]]
    numbers = to_numbers(values)
    if numbers.notna().any():
        return (numbers > 0).astype("int32")
    text = to_text(values).fillna("")
    return (text != text.mode()[0]).astype("int32")


def split_rows(targets):
    """Returns shuffled rows of train, validation and test; known anomalies go to test."""
    generator = np.random.default_rng(SEED)
    normal = generator.permutation(np.flatnonzero(targets == 0))
    if len(normal) < 10:
        raise SystemExit(f"expected ten or more normal rows, found {len(normal)}")
    sizes = [max(1, round(len(normal) * share)) for share in (VALIDATION_SHARE, TEST_SHARE)]
    validation, test, train = np.split(normal, np.cumsum(sizes))
    return train, validation, generator.permutation([*test, *np.flatnonzero(targets)])


def describe_targets(splits, output_dir):
    """Prints how many rows of the splits are normal and anomalous; saves them as bars."""
    counts = {split: np.bincount(strange, minlength=2) for split, (_, strange) in splits.items()}
    counts = pd.DataFrame(counts, index=["normal", "anomaly"])
    print(counts.to_string())
    axis = counts.T.plot.bar(stacked=True, figsize=(6, 4), ylabel="rows")
    save_figure(axis.figure, output_dir, "splits")


# %% Preprocessing
def learn_targets(targets):
    """Returns nothing but the sizes of the model: anomalies are never learnt from."""
    return {"sizes": {}}


def encode_rows(table, state):
    """Returns one vector a row, float32 [n, width]: numbers, missing flags, one-hot categories."""
    inputs = encode_inputs(table, state)
    parts = [inputs["numeric"]] if "numeric" in inputs else []
    for number, size in enumerate(state["sizes"]["category_sizes"]):
        parts.append(np.eye(size, dtype="float32")[inputs[f"category_{number}"]])
    return np.hstack(parts)


def make_dataset(items, targets, state, batch_size, training=False):
    """Returns batches of (rows [n, width], rows [n, width]): the network repeats its input."""
    rows = encode_rows(items, state)
    dataset = tf.data.Dataset.from_tensor_slices((rows, rows))
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Training
def score_inputs(model, rows):
    """Returns the anomaly score [n] of rows [n, width]: the squared error of repeating them."""
    repeated = model.predict(rows, batch_size=1024, verbose=0)
    return np.mean((repeated - rows) ** 2, axis=1)


# %% Evaluation
def measure_test(model, splits, state, output_dir):
    """Returns the metrics of the test split; saves the scores of its rows."""
    strange = splits["test"][1].to_numpy()
    train, test = (encode_rows(splits[split][0], state) for split in ("train", "test"))
    scores, threshold = score_inputs(model, test), state["threshold"]
    plot_scores(scores, strange, threshold, output_dir)
    details = {"threshold": threshold, "flagged": int((scores > threshold).sum())}
    known = train[:REFERENCE_ITEMS]
    if 0 < strange.sum() < len(strange):
        forest = IsolationForest(random_state=SEED).fit(known)
        values = {"model": scores, "baseline": np.zeros(len(test))}
        values["reference"] = -forest.score_samples(test)
        return compare_detection(values, strange, threshold, "isolation forest", details)
    components = max(1, min(min(HIDDEN_UNITS), known.shape[1] // 2, len(known)))
    pca = PCA(components, random_state=SEED).fit(known)
    errors = {"model": scores, "baseline": np.mean((test - train.mean(axis=0)) ** 2, axis=1)}
    repeated = pca.inverse_transform(pca.transform(test))
    errors["reference"] = np.mean((test - repeated) ** 2, axis=1)
    return compare_errors(errors, details)


def plot_scores(scores, strange, threshold, output_dir):
    """Saves the histogram of the scores, normal and anomalous, with the threshold."""
    figure, axis = plt.subplots(figsize=(8, 4))
    edges = np.histogram_bin_edges(np.log10(scores + 1e-9), 40)
    for number, name in enumerate(("normal", "anomaly")):
        axis.hist(np.log10(scores[strange == number] + 1e-9), edges, alpha=0.6, label=name)
    axis.axvline(np.log10(threshold + 1e-9), color="black", label="threshold")
    axis.set(xlabel="log10 of the anomaly score", ylabel="test rows")
    axis.legend()
    save_figure(figure, output_dir, "scores")


# %% Inference
def answer_items(model, items, state, output_path):
    """Returns 0 or 1 for anomaly, and the score, of each row."""
    scores = score_inputs(model, encode_rows(items, state))
    strange = (scores > state["threshold"]).astype("int32")
    return pd.DataFrame({TARGET or "anomaly": strange, "score": scores})
