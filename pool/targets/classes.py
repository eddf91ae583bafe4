"""Classes of items, a categorical column [n]: as_classes, describe_targets, class_numbers.

Needs save_figure.
"""

# %% Imports
import pandas as pd


# %% Data
def as_classes(labels):
    """Returns a column of texts as categories, which are sorted; numbers sort by value."""
    classes = labels.dropna().unique()
    classes = sorted(classes, key=lambda name: name.zfill(9) if name.isdigit() else name)
    if len(classes) < 2:
        raise SystemExit(f"expected two or more classes, found: {classes}")
    return labels.astype(pd.CategoricalDtype(classes))


def name_targets(targets):
    """Returns the classes [n] as titles of figures."""
    return [str(target) for target in targets]


def describe_targets(splits, output_dir):
    """Prints how many items of each class the splits have; saves them as bars."""
    counts = pd.DataFrame({name: part[1].value_counts(sort=False) for name, part in splits.items()})
    print(counts.to_string(max_rows=60))
    axis = counts.plot.bar(stacked=True, figsize=(8, 4), xlabel="class", ylabel="items")
    save_figure(axis.figure, output_dir, "classes")


# %% Preprocessing
def class_numbers(targets, state):
    """Returns class numbers [n] of classes [n]."""
    numbers = pd.Index(state["class_names"]).get_indexer(targets)
    if -1 in numbers:
        raise SystemExit(f"expected {state['class_names']}, found also {set(targets[numbers < 0])}")
    return numbers
