"""What 6 programs share: number_labels, collect."""


# %% Imports
import numpy as np


# %% Preprocessing
def number_labels(labels, class_names):
    """Returns class numbers [n] for class names [n]."""
    unknown = sorted(set(labels) - set(class_names))
    if unknown:
        raise SystemExit(f"expected the classes {class_names}, found also {unknown[:20]}")
    return np.array([class_names.index(label) for label in labels], dtype="int32")


# %% Evaluation
def collect(model, dataset):
    """Returns class numbers and model outputs of a dataset; one pass keeps them aligned."""
    numbers, scores = [], []
    for batch, targets in dataset:
        numbers.append(label_numbers(targets))
        scores.append(model.predict_on_batch(batch))
    return np.concatenate(numbers), np.concatenate(scores)
