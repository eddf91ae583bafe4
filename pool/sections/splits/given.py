"""Gives split_items where items belong to a split already; what is missing is cut from train.

Needs read_examples with a third value, the split of each item [n], and split_rows, take_rows.
"""

# %% Imports
import numpy as np


# %% Data
def split_items(data_dir, limit=None):
    """Returns {split: (items [n], targets [n])}; limit is the most items per split."""
    items, targets, given = read_examples(data_dir)
    own = np.flatnonzero(given == "train")
    shares = {"validation": VALIDATION_SHARE, "test": TEST_SHARE}
    cuts = [0 if split in given else share for split, share in shares.items()]
    parts = split_rows(targets.take(own, axis=0), *cuts)
    splits = {}
    for split, part in zip(("train", "validation", "test"), parts, strict=True):
        stored = np.random.default_rng(SEED).permutation(np.flatnonzero(given == split))
        rows = (own[part] if len(part) else stored)[:limit]
        splits[split] = take_rows(items, targets, rows)
        if len(splits[split][0]) == 0:
            raise SystemExit(f"expected items for the {split} split, found {len(items)} in all")
    return splits
