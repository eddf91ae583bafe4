"""Gives read_items where items are paths of files. Needs read_paths."""

# %% Imports
import pandas as pd


# %% Inference
def read_items(input_path, state):
    """Returns what names the files of a path [n], and their paths."""
    paths = read_paths(input_path)
    return pd.DataFrame({"file": paths}), paths
