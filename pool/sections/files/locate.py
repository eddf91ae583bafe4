"""Joins rows of a table with their files: locate_files, read_file_rows.

Needs list_files and table/open.
"""

# %% Imports
import sys
from pathlib import Path

# %% Configuration
# Whether each name in the table is the path of a file below the folder; None searches the files.
EXACT_NAMES = None


# %% Data
def locate_files(folder, names):
    """Returns the file of each name, or None; nested folders and other suffixes are found too."""
    files = {}
    for path in list_files(folder):
        for key in (path.relative_to(folder).as_posix(), path.name, path.stem):
            files.setdefault(key.lower(), str(path))
    wanted = [name.strip().lower() for name in names]
    keys = [(name, Path(name).name, Path(name).stem) for name in wanted]
    return [next((files[key] for key in row if key in files), None) for row in keys]


def read_file_rows(path, folder, column, suffix, others):
    """Returns the rows of a table that name a file below a folder, its path in "path".

    Others are further columns that the table must have.
    """
    table = read_table(path, [column, *others])
    table = table.dropna(subset=column, ignore_index=True)
    names = table[column].astype("str")
    if suffix:
        names += suffix
    if EXACT_NAMES:
        return table.assign(path=[str(folder / name) for name in names])
    table["path"] = locate_files(folder, names)
    absent = names[table["path"].isna()]
    if len(absent):
        print(f"skipped {len(absent)} without a file: {', '.join(absent[:20])}", file=sys.stderr)
    table = table.dropna(subset="path").reset_index(drop=True)
    if table.empty:
        raise SystemExit(f"expected the files of {path} in {folder}, found none")
    return table
