"""Gives list_files. Needs FILE_SUFFIXES."""

# %% Imports
from glob import glob


# %% Data
def list_files(folder):
    """Returns the files of the wanted suffixes below a folder, sorted; hidden ones are left out."""
    names = glob("**/*", root_dir=folder, recursive=True)
    return sorted(folder / name for name in names if name.lower().endswith(FILE_SUFFIXES))
