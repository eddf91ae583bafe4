"""Joins the files of two folders by name: join_files; take_rows of pairs.

Needs list_files and keep_readable.
"""

# %% Imports
import sys
from collections import Counter
from pathlib import Path

import numpy as np


# %% Data
def file_key(path, root, ending=""):
    """Returns a file's path below a root in lower case, without its extension and ending."""
    return path.relative_to(root).with_suffix("").as_posix().removesuffix(ending).lower()


def join_files(input_root, target_root, ending):
    """Returns paths of inputs [n] and of their targets [n], joined by name; others are counted.

    Ending is what a target's name adds to its input's name.
    """
    found = [path for path in list_files(target_root) if path.stem.endswith(ending)]
    targets = {file_key(path, target_root, ending): path for path in found}
    # Where the folders below differ, a name that occurs once is enough.
    counts = Counter(Path(key).name for key in targets)
    bare = {Path(key).name: path for key, path in targets.items() if counts[Path(key).name] == 1}
    taken = set(targets.values())
    inputs = [path for path in list_files(input_root) if path not in taken]
    keys = [file_key(path, input_root) for path in inputs]
    partners = [targets.get(key) or bare.get(Path(key).name) for key in keys]
    pairs = [(str(one), str(two)) for one, two in zip(inputs, partners, strict=True) if two]
    if len(pairs) < len(inputs):
        print(f"skipped {len(inputs) - len(pairs)} files without a target", file=sys.stderr)
    if len(pairs) < 3:
        raise SystemExit(f"expected files in {input_root} and {target_root}, found {len(pairs)}")
    return np.array(pairs).T


def read_examples(data_dir):
    """Returns the paths of inputs [n] and of their targets [n]."""
    return pair_files(data_dir)


def take_rows(items, targets, rows):
    """Returns the paths of inputs and targets of those rows of which both files decode."""
    items, targets = items.take(rows), targets.take(rows)
    both = keep_readable(items) & keep_readable(targets)
    return items[both], targets[both]


# %% Inference
def find_example(data_dir):
    """Returns one input file of the data."""
    return Path(split_items(data_dir, limit=1)["test"][0][0])
