"""What 3 programs share: split_table, prepare, describe, collect, ..."""


# %% Imports
import numpy as np
import pandas as pd
import sys


# %% Data
def split_table(data_dir, limit=None, class_names=None):
    """Returns {split: (feature table, class numbers [n])}, the target's name and class names."""
    table = read_table(find_table(data_dir))
    target = find_target(table)
    labels = to_text(table[target])
    class_names = class_names or find_class_names(labels)
    labels = labels.where(labels.isin(class_names))
    if labels.isna().any():
        print(f"skipped {labels.isna().sum()} rows without {target}", file=sys.stderr)
    features = list_features(table, [target])
    table = table[labels.notna()]
    numbers = pd.Categorical(labels.dropna(), categories=class_names).codes.astype("int32")
    splits = {}
    for split, rows in zip(("train", "validation", "test"), split_by_class(numbers), strict=True):
        if len(rows) == 0:
            raise SystemExit(f"expected rows for the {split} split, found only {len(table)} rows")
        splits[split] = (table.iloc[rows[:limit]][features], numbers[rows[:limit]])
    return splits, target, class_names


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    class_names = state["class_names"] if state else None
    splits, target, class_names = split_table(data_dir, limit, class_names)
    state = state or learn_state(*splits["train"], target, class_names)
    datasets = {
        split: make_dataset(
            encode_inputs(table, state), encode_labels(numbers), batch_size, split == "train"
        )
        for split, (table, numbers) in splits.items()
    }
    return Prepared(**datasets, state=state)


def describe(data_dir, output_dir):
    """Prints rows per split and class and what the columns hold; saves bars and histograms."""
    splits, target, class_names = split_table(data_dir)
    counts = {
        split: np.bincount(numbers, minlength=len(class_names))
        for split, (_, numbers) in splits.items()
    }
    counts = pd.DataFrame(counts, index=class_names)
    print(counts, counts.sum().rename("all"), sep="\n")
    train = splits["train"][0]
    describe_columns(train)
    axis = counts.plot.bar(stacked=True, figsize=(8, 4), xlabel=target, ylabel="rows")
    save_figure(axis.figure, output_dir, "classes")
    plot_numbers(train, output_dir)


# %% Evaluation
def collect(dataset):
    """Returns the inputs and class numbers of a dataset; one pass keeps them aligned."""
    inputs, numbers = [], []
    for batch, targets in dataset:
        inputs.append({name: values.numpy() for name, values in batch.items()})
        numbers.append(label_numbers(targets))
    inputs = {name: np.concatenate([batch[name] for batch in inputs]) for name in inputs[0]}
    return inputs, np.concatenate(numbers)


def measure_log_loss(numbers, scores):
    """Returns the mean of -log(probability of the true class): 0 is sure and right."""
    probabilities = class_scores(scores)[np.arange(len(numbers)), numbers]
    return float(-np.log(np.clip(probabilities, 1e-7, 1)).mean())


# %% Inference
def predict_items(input_path, output_dir, output_path):
    """Writes id, class and, but for a submission, probabilities of every row of a table."""
    model, state = load_artifacts(output_dir)
    table = read_table(input_path)
    scores = model.predict(encode_inputs(table, state), batch_size=1024, verbose=0)
    columns = {state["target"]: np.array(state["class_names"])[predicted_numbers(scores)]}
    if TEST_FILE is None:
        names = [f"probability_{name}" for name in state["class_names"]]
        columns |= dict(zip(names, class_scores(scores).T, strict=True))
    return write_predictions(table, columns, output_path)
