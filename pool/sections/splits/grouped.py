"""Gives split_items: items of a group stay in one split.

Needs read_examples, group_items, split_rows, take_rows.
"""

# %% Imports
import numpy as np


# %% Data
def split_groups(targets, groups):
    """Returns shuffled rows of train, validation and test; no group lies in two of them."""
    _, firsts, members = np.unique(np.asarray(groups), return_index=True, return_inverse=True)
    # A group counts as one item: its first one.
    parts = split_rows(targets.take(firsts, axis=0))
    generator = np.random.default_rng(SEED)
    return [generator.permutation(np.flatnonzero(np.isin(members, part))) for part in parts]


def split_items(data_dir, limit=None):
    """Returns {split: (items [n], targets [n])}; limit is the most items per split."""
    items, targets = read_examples(data_dir)
    parts = [rows[:limit] for rows in split_groups(targets, group_items(items, targets))]
    splits = {}
    for split, rows in zip(("train", "validation", "test"), parts, strict=True):
        splits[split] = take_rows(items, targets, rows)
        if len(splits[split][0]) == 0:
            raise SystemExit(f"expected items for the {split} split, found {len(items)} in all")
    return splits
