"""What 2 programs share: INPUT_FOLDER, TARGET_FOLDER, TARGET_SUFFIX, TARGET_CHANNELS, ..."""


# %% Imports
from collections import Counter
from pathlib import Path
import numpy as np
import sys


# %% Configuration
INPUT_FOLDER = "images"
TARGET_FOLDER = "maps"
# What a target's name adds to its input's name.
TARGET_SUFFIX = ""
TARGET_CHANNELS = 1


# %% Data
def pair_files(data_dir):
    """Returns paths of images [n] and of their targets [n], joined by name; others are counted."""
    input_root, target_root = data_dir / INPUT_FOLDER, data_dir / TARGET_FOLDER
    for folder in (input_root, target_root):
        if not folder.is_dir():
            found = ", ".join(sorted(path.name for path in data_dir.glob("*"))[:20]) or "nothing"
            raise SystemExit(f"expected the folder {folder}, found in {data_dir}: {found}")
    targets = {}
    for path in list_images(target_root):
        if path.stem.endswith(TARGET_SUFFIX):
            key = file_key(path, target_root, TARGET_SUFFIX)
            targets[key] = path
    # Where the folders below differ, a name that occurs once is enough.
    counts = Counter(Path(key).name for key in targets)
    bare = {Path(key).name: path for key, path in targets.items() if counts[Path(key).name] == 1}
    taken = set(targets.values())
    images = [path for path in list_images(input_root) if path not in taken]
    keys = [file_key(path, input_root) for path in images]
    found = [targets.get(key) or bare.get(Path(key).name) for key in keys]
    pairs = [(str(path), str(target)) for path, target in zip(images, found, strict=True) if target]
    if len(pairs) < len(images):
        print(f"skipped {len(images) - len(pairs)} images without a target", file=sys.stderr)
    if len(pairs) < 3:
        raise SystemExit(f"expected three or more images with targets, found {len(pairs)}")
    return np.array(pairs).T


def split_files(data_dir, limit=None):
    """Returns {split: (input paths [n], target paths [n])}, pairs of readable files only."""
    images, targets = pair_files(data_dir)
    splits = {}
    for split, rows in zip(("train", "validation", "test"), split_rows(len(images)), strict=True):
        rows = rows[:limit]
        rows = rows[keep_readable(images[rows]) & keep_readable(targets[rows])]
        if len(rows) == 0:
            raise SystemExit(f"expected readable {split} pairs in {data_dir}, found none")
        splits[split] = (images[rows], targets[rows])
    return splits


# %% Inference
def example_input(data_dir):
    """Returns one input image of the data, to try the prediction with."""
    return Path(split_files(data_dir, limit=1)["test"][0][0])
