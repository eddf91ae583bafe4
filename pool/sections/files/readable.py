"""Leaves out files that do not decode: keep_readable, take_rows, read_paths.

Needs is_readable and list_files.
"""

# %% Imports
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np


# %% Data
def keep_readable(paths):
    """Returns which files decode, bool [n]; the others are named on standard error."""
    with ThreadPoolExecutor() as pool:
        readable = np.array(list(pool.map(is_readable, paths)), dtype=bool)
    if not readable.all():
        print("skipped unreadable files:", *np.asarray(paths)[~readable][:20], file=sys.stderr)
    return readable


def read_paths(input_path):
    """Returns the paths [n] of one file, or of the files of a folder, that decode."""
    found = list_files(input_path) if input_path.is_dir() else [input_path]
    found = np.array([str(path) for path in found])
    paths = found[keep_readable(found)]
    if len(paths) == 0:
        raise SystemExit(f"expected a file or a folder of files at {input_path}, found none")
    return paths
