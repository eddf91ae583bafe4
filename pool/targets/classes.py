"""Classes of items, a categorical column [n]: as_classes, describe_targets, class_numbers.

Needs save_figure.
"""

# %% Imports
import pandas as pd


# %% Data
def as_classes(labels):
    """Returns a column of texts as categories, which are sorted; numbers sort by value."""
    names = labels.dropna().unique()
    names = sorted(names, key=lambda name: name.zfill(9) if name.isdigit() else name)
    if len(names) < 2:
        raise SystemExit(f"expected two or more classes, found: {names}")
    return labels.astype(pd.CategoricalDtype(names))


def name_targets(targets):
    """Returns the classes [n] as titles of figures."""
    return [str(target) for target in targets]


def describe_targets(splits, output_dir):
    """Prints how many items of each class the splits have; saves them as bars."""
    counts = {split: targets.value_counts(sort=False) for split, (_, targets) in splits.items()}
    counts = pd.DataFrame(counts).rename_axis(index=None)
    print(counts.to_string(max_rows=60))
    axis = counts.plot.bar(stacked=True, figsize=(8, 4), xlabel="class", ylabel="items")
    save_figure(axis.figure, output_dir, "classes")


# %% Preprocessing
def class_numbers(targets, state):
    """Returns class numbers [n] of classes [n]."""
    numbers = targets.cat.set_categories(state["class_names"]).cat.codes.to_numpy("int32")
    if (numbers < 0).any():
        unknown = sorted(set(targets[numbers < 0]))
        raise SystemExit(f"expected the classes {state['class_names']}, found also {unknown[:20]}")
    return numbers
