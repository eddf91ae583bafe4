"""Gives read_class_folders: one folder of files for each class.

Needs list_files and as_classes.
"""

# %% Imports
import numpy as np
import pandas as pd


# %% Data
def read_class_folders(root):
    """Returns the files [n] in the folders below a folder, and their folders as classes [n]."""
    if not root.is_dir():
        found = ", ".join(sorted(path.name for path in root.parent.glob("*"))[:20]) or "nothing"
        raise SystemExit(f"expected a folder of class folders at {root}, found beside it: {found}")
    folders = sorted(path for path in root.iterdir() if path.is_dir() and path.name[0] != ".")
    files = [(str(path), folder.name) for folder in folders for path in list_files(folder)]
    if not files:
        found = [folder.name for folder in folders[:20]]
        raise SystemExit(f"expected files in the class folders of {root}, found none in {found}")
    paths, labels = zip(*files, strict=True)
    return np.array(paths), as_classes(pd.Series(labels, name="prediction"))
