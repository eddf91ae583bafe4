"""What the program table-multilabel alone has."""


# %% Imports
from keras import layers
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import PrecisionRecallDisplay
from sklearn.metrics import average_precision_score
from sklearn.metrics import classification_report
from sklearn.metrics import f1_score
import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import sys


# %% Configuration
# Label columns, each 0 or 1.
TARGET = ("overheating", "wear", "leak")


# %% Data
def find_targets(table):
    """Returns the names of the label columns, each 0 or 1."""
    targets = [name.strip() for name in TARGET]
    require_columns(table, targets)
    return targets


def split_table(data_dir, limit=None):
    """Returns {split: (feature table, labels 0/1 [n, k])} and the names of the labels."""
    table = read_table(find_table(data_dir))
    targets = find_targets(table)
    labels = pd.DataFrame({name: to_numbers(table[name]) for name in targets})
    known = labels.notna().all(axis=1)
    if not known.all():
        print(f"skipped {(~known).sum()} rows without all labels", file=sys.stderr)
    features = list_features(table, targets)
    table = table[known]
    labels = (labels[known] > 0).to_numpy("int32")
    if len(labels) < 5:
        raise SystemExit(f"expected five or more labelled rows, found {len(labels)}")
    splits = {}
    for split, rows in zip(("train", "validation", "test"), split_rows(len(table)), strict=True):
        splits[split] = (table.iloc[rows[:limit]][features], labels[rows[:limit]])
    return splits, targets


def learn_state(table, labels, targets):
    """Returns what the train rows teach, JSON-ready."""
    state = {"targets": targets} | learn_inputs(table)
    state["sizes"]["class_count"] = labels.shape[1]
    return state


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    splits, targets = split_table(data_dir, limit)
    state = state or learn_state(*splits["train"], targets)
    datasets = {
        split: make_dataset(
            encode_inputs(table, state), labels.astype("float32"), batch_size, split == "train"
        )
        for split, (table, labels) in splits.items()
    }
    return Prepared(**datasets, state=state)


def describe(data_dir, output_dir):
    """Prints rows per split and label and what the columns hold; saves bars and histograms."""
    splits, targets = split_table(data_dir)
    counts = {split: labels.sum(axis=0) for split, (_, labels) in splits.items()}
    counts = pd.DataFrame(counts, index=targets)
    print(counts, {split: len(labels) for split, (_, labels) in splits.items()}, sep="\n")
    train = splits["train"][0]
    describe_columns(train)
    axis = counts.plot.bar(stacked=True, figsize=(8, 4), xlabel="label", ylabel="rows")
    save_figure(axis.figure, output_dir, "labels")
    plot_numbers(train, output_dir)


# %% Model
def build_model(
    numeric_count=NUMERIC_COUNT,
    category_sizes=CATEGORY_SIZES,
    class_count=CLASS_COUNT,
    learning_rate=LEARNING_RATE,
):
    """Returns the compiled network: {input name: values [n, ...]} -> label probabilities [n, k]."""
    inputs = make_inputs(numeric_count, category_sizes)
    features = join_inputs(inputs, category_sizes)
    features = layers.Dense(64, activation="relu")(features)
    features = layers.Dropout(0.2)(features)
    features = layers.Dense(64, activation="relu")(features)
    features = layers.Dropout(0.2)(features)
    outputs = layers.Dense(class_count, activation="sigmoid")(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="binary_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% Evaluation
def collect(dataset):
    """Returns the inputs and labels [n, k] of a dataset; one pass keeps them aligned."""
    inputs, labels = [], []
    for batch, targets in dataset:
        inputs.append({name: values.numpy() for name, values in batch.items()})
        labels.append(targets.numpy().astype("int32"))
    inputs = {name: np.concatenate([batch[name] for batch in inputs]) for name in inputs[0]}
    return inputs, np.concatenate(labels)


def mean_precision(labels, scores):
    """Returns the average precision, mean of the labels that occur (macro)."""
    occurring = np.flatnonzero(labels.any(axis=0))
    precisions = [average_precision_score(labels[:, k], scores[:, k]) for k in occurring]
    return float(np.mean(precisions)) if precisions else 0.0


def score_baselines(train, test_inputs, test_labels, sizes):
    """Returns the macro average precision of constant scores and of gradient boosting."""
    inputs, labels = collect(train)
    shares = np.tile(labels.mean(axis=0), (len(test_labels), 1))
    baseline = mean_precision(test_labels, shares)
    matrix, test_matrix = join_columns(inputs)[:REFERENCE_ITEMS], join_columns(test_inputs)
    scores = shares.copy()
    for label in range(labels.shape[1]):
        known = labels[:REFERENCE_ITEMS, label]
        if len(np.unique(known)) == 2:
            reference = make_reference(
                HistGradientBoostingClassifier, sizes["category_sizes"], sizes["numeric_count"]
            )
            scores[:, label] = reference.fit(matrix, known).predict_proba(test_matrix)[:, 1]
    return baseline, mean_precision(test_labels, scores)


def report_labels(labels, scores, targets, output_dir):
    """Prints precision and recall of each label; saves its precision against recall."""
    print(classification_report(labels, scores > 0.5, target_names=targets, zero_division=0))
    figure, axis = plt.subplots(figsize=(6, 5))
    for label in np.flatnonzero(labels.any(axis=0))[:10]:
        PrecisionRecallDisplay.from_predictions(
            labels[:, label], scores[:, label], name=targets[label], ax=axis
        )
    save_figure(figure, output_dir, "precision_recall")


def plot_importance(model, inputs, labels, state, output_dir):
    """Saves how much average precision is lost on test rows when one column is shuffled."""
    inputs = {name: values[:IMPORTANCE_ITEMS] for name, values in inputs.items()}
    labels = labels[:IMPORTANCE_ITEMS]

    def precision(changed):
        """Returns the macro average precision for changed inputs."""
        return mean_precision(labels, model.predict(changed, batch_size=1024, verbose=0))

    whole = precision(inputs)
    losses = {name: whole - precision(changed) for name, changed in shuffled_columns(inputs, state)}
    losses = pd.Series(losses).sort_values().tail(20)
    axis = losses.plot.barh(figsize=(7, 6), xlabel="precision lost when the column is shuffled")
    save_figure(axis.figure, output_dir, "importance")


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    prepared = prepare(data_dir, limit=limit, state=state)
    inputs, labels = collect(prepared.test)
    scores = model.predict(inputs, batch_size=1024, verbose=0)
    predicted = (scores > 0.5).astype("int32")
    baseline, reference = score_baselines(prepared.train, inputs, labels, state["sizes"])
    metrics = {
        "metric": "macro_average_precision",
        "higher_is_better": True,
        "model": mean_precision(labels, scores),
        "baseline": baseline,
        "reference": reference,
        "baseline_name": "label shares",
        "reference_name": "gradient boosting",
        "test_size": len(labels),
        "details": {
            "macro_f1": float(f1_score(labels, predicted, average="macro", zero_division=0)),
            "micro_f1": float(f1_score(labels, predicted, average="micro", zero_division=0)),
            "all_labels_right": float(np.mean((predicted == labels).all(axis=1))),
            "label_accuracy_interval": bootstrap_interval((predicted == labels).mean(axis=1)),
        },
    }
    write_metrics(metrics, output_dir)
    report_labels(labels, scores, state["targets"], output_dir)
    plot_importance(model, inputs, labels, state, output_dir)
    return metrics


# %% Inference
def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with the id and 0 or 1 for every label of every row of a table."""
    model, state = load_artifacts(output_dir)
    table = read_table(input_path)
    scores = model.predict(encode_inputs(table, state), batch_size=1024, verbose=0)
    labels = (scores > 0.5).astype("int32")
    columns = {name: labels[:, number] for number, name in enumerate(state["targets"])}
    return write_predictions(table, columns, output_path)
