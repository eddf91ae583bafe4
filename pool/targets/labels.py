"""The target is any number of labels of an item: a table of 0 and 1 [n, k], one column a label.

Gives what driver, training/batches and references ask of a target.
"""

# %% Imports
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.metrics import (
    PrecisionRecallDisplay,
    average_precision_score,
    classification_report,
    f1_score,
)

# %% Configuration
CLASS_COUNT = 4
# Parts the labels of a column of words, and in the predictions.
LABEL_SEPARATOR = " "
# A label is given from this probability on.
THRESHOLD = 0.5


# %% Data
def read_targets(table, names):
    """Returns 0 and 1 [n, labels], from 0/1 columns or from one column of words."""
    if isinstance(TARGET, (list, tuple)):
        numbers = pd.DataFrame({name: to_numbers(table[name]) for name in names})
        return (numbers > 0).astype("float32").where(numbers.notna())
    words = to_text(table[names[0]]).fillna("").str.split(LABEL_SEPARATOR, regex=False)
    words = words.map(lambda row: "|".join(word.strip().replace("|", "/") for word in row))
    return words.astype("str").str.get_dummies("|").astype("float32")


def join_labels(names, flags):
    """Returns the names of the labels that are set, as one text."""
    return (LABEL_SEPARATOR or " ").join(np.array(names, dtype=object)[np.asarray(flags) > 0])


def name_targets(targets):
    """Returns the labels of each item as a title of figures."""
    return [join_labels(list(targets), row) for row in targets.to_numpy()]


def describe_targets(splits, output_dir):
    """Prints how many items of the splits have each label; saves them as bars."""
    counts = pd.DataFrame({split: flags.sum() for split, (_, flags) in splits.items()}).astype(int)
    print(counts.to_string(max_rows=60))
    print(f"{splits['train'][1].sum(axis=1).mean():.2f} labels an item on average")
    axis = counts.plot.bar(stacked=True, figsize=(8, 4), xlabel="label", ylabel="items")
    save_figure(axis.figure, output_dir, "labels")


# %% Preprocessing
def learn_targets(targets):
    """Returns the names of the labels, how often each is set, and their count."""
    names = [str(name) for name in targets]
    if not targets.to_numpy().any():
        raise SystemExit(f"expected labels that are set in train, found none of {names[:20]}")
    shares = targets.mean().tolist()
    return {"label_names": names, "label_shares": shares, "sizes": {"class_count": len(names)}}


def label_flags(targets, state):
    """Returns 0 and 1 float32 [n, labels] in the order of the model's outputs."""
    return targets.reindex(columns=state["label_names"], fill_value=0).to_numpy("float32")


def target_dataset(targets, state):
    """Returns the training targets of labels [n, k] one by one."""
    return tf.data.Dataset.from_tensor_slices(label_flags(targets, state))


# %% Evaluation
def item_errors(truth, scores, state):
    """Returns how far each answer is from the truth [n]: the mean over labels."""
    return np.abs(truth - scores).mean(axis=1)


def name_errors(truth, scores, rows, state):
    """Returns titles that say the true and the found labels of some rows."""
    names = state["label_names"]
    pairs = zip(truth[rows], scores[rows] >= THRESHOLD, strict=True)
    return [f"{join_labels(names, true)},\nsaid {join_labels(names, said)}" for true, said in pairs]


def score_labels(results):
    """Returns the average precision of (label, score) [n, k, 2], mean of labels that occur."""
    flags, scores = results[..., 0], results[..., 1]
    occurring = np.flatnonzero(flags.any(axis=0))
    precisions = [average_precision_score(flags[:, k], scores[:, k]) for k in occurring]
    return np.mean(precisions) if precisions else 0.0


def report_labels(truth, scores, names, output_dir):
    """Prints precision and recall of each label; saves its precision against recall."""
    print(classification_report(truth, scores >= THRESHOLD, target_names=names, zero_division=0))
    figure, axis = plt.subplots(figsize=(6, 5))
    for label in np.flatnonzero(truth.any(axis=0))[:10]:
        PrecisionRecallDisplay.from_predictions(
            truth[:, label], scores[:, label], name=names[label], ax=axis
        )
    save_figure(figure, output_dir, "precision_recall")


def measure_test(model, splits, state, output_dir):
    """Returns the metrics of the test split; saves figures of where the network errs."""
    items, targets = splits["test"]
    truth = label_flags(targets, state).astype("int32")
    scores = predict_scores(model, items, state)
    answers = {"model": scores, "baseline": np.tile(state["label_shares"], (len(items), 1))}
    answers["reference"] = predict_reference(*splits["train"], items, state)
    report_labels(truth, scores, state["label_names"], output_dir)
    chosen = (scores >= THRESHOLD).astype("int32")
    right = chosen == truth
    details = {
        "macro_f1": float(f1_score(truth, chosen, average="macro", zero_division=0)),
        "micro_f1": float(f1_score(truth, chosen, average="micro", zero_division=0)),
        "exact_match": float(right.all(axis=1).mean()),
        "label_accuracy": float(right.mean()),
    }
    report_items(model, items, truth, scores, state, output_dir)
    names = {"metric": "macro_average_precision", "higher_is_better": True}
    names["baseline_name"] = "label shares"
    names["reference_name"] = f"{REFERENCE_MODEL} on {REFERENCE_INPUTS}"
    results = {name: np.stack([truth, values], axis=-1) for name, values in answers.items()}
    return compare_results(score_labels, results, names, details)


# %% Inference
def answer_items(model, items, state, output_path):
    """Returns the labels of each item; as 0/1 columns where the data have such, else as words."""
    scores = predict_scores(model, items, state)
    names, chosen = state["label_names"], (scores >= THRESHOLD).astype("int32")
    answers = pd.DataFrame(chosen, columns=names)
    if isinstance(TARGET, str):
        answers = pd.DataFrame({TARGET: [join_labels(names, row) for row in chosen]})
    if TEST_FILE is None:
        answers[[f"probability_{name}" for name in names]] = scores
    return answers
