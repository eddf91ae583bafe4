"""Gives split_items: all items are cut into train, validation and test.

Needs read_examples, split_rows, take_rows.
"""


# %% Data
def split_items(data_dir, limit=None):
    """Returns {split: (items [n], targets [n])}; limit is the most items per split."""
    items, targets = read_examples(data_dir)
    parts = [rows[:limit] for rows in split_rows(targets)]
    splits = {}
    for split, rows in zip(("train", "validation", "test"), parts, strict=True):
        splits[split] = take_rows(items, targets, rows)
        if len(splits[split][0]) == 0:
            raise SystemExit(f"expected items for the {split} split, found {len(items)} in all")
    return splits
