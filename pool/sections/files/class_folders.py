"""Gives read_class_folders: one folder of files for each class.

Needs list_files and as_classes.
"""

# %% Imports
import numpy as np
import pandas as pd


# %% Data
def read_class_folders(root):
    """Returns the files [n] in the folders below a folder, and their folders as classes [n]."""
    paths = [path for path in list_files(root) if path.parent != root]
    if not paths:
        found = sorted(path.name for path in root.glob("*"))[:20]
        raise SystemExit(f"expected a folder of files for each class in {root}, found: {found}")
    labels = pd.Series([path.relative_to(root).parts[0] for path in paths], name="prediction")
    labels = as_classes(labels)
    return np.array([str(path) for path in paths]), labels
