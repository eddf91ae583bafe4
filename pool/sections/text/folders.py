"""Texts lie in one folder of .txt files for each class: read_examples, read_items.

Needs files/class_folders.
"""

# %% Imports
import sys

import numpy as np
import pandas as pd

# %% Configuration
# Folder below the data folder that holds the class folders; "" is the data folder itself.
TEXT_ROOT = ""
FILE_SUFFIXES = (".txt",)


# %% Data
def read_text(path):
    """Returns the text of a file, UTF-8 or else Windows-1252; None where the file holds no text."""
    with open(path, "rb") as file:
        data = file.read()
    if b"\0" in data:
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def read_files(paths):
    """Returns which files are text, bool [n], and the cleaned texts of those; others are named."""
    texts = [read_text(path) for path in paths]
    readable = np.array([text is not None for text in texts], dtype=bool)
    skipped = [str(path) for path, good in zip(paths, readable, strict=True) if not good]
    if skipped:
        print(f"skipped {len(skipped)} unreadable: {', '.join(skipped[:20])}", file=sys.stderr)
    return readable, clean_texts(pd.Series(texts, dtype="str")[readable])


def read_examples(data_dir):
    """Returns the cleaned texts of the class folders [n], each once, and their classes [n]."""
    paths, labels = read_class_folders(data_dir / TEXT_ROOT)
    readable, texts = read_files(paths)
    return keep_labelled_once(texts, labels[readable])


# %% Inference
def find_example(data_dir):
    """Returns one text file of the data."""
    return list_files(data_dir / TEXT_ROOT)[0]


def read_items(input_path, state):
    """Returns what names the text files of a path [n], and their cleaned texts [n]."""
    found = list_files(input_path) if input_path.is_dir() else [input_path]
    paths = np.array([str(path) for path in found])
    readable, texts = read_files(paths)
    if not readable.any():
        raise SystemExit(f"expected a text or a folder of texts at {input_path}, found none")
    return pd.DataFrame({"file": paths[readable]}), texts
