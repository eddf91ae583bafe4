"""Joins rows of a table with their files: locate_files, read_file_rows.

Needs list_files and table/open.
"""

# %% Imports
import sys
from pathlib import Path


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


def read_file_rows(path, folder, column, suffix):
    """Returns the rows of a table that name a file below a folder, its path in "path"."""
    table = read_table(path)
    require_columns(table, [column])
    table = table.dropna(subset=column).astype({column: "str"})
    names = table[column] + suffix if suffix else table[column]
    table["path"] = locate_files(folder, names)
    absent = table.loc[table["path"].isna(), column]
    if len(absent):
        print(f"skipped {len(absent)} without a file: {', '.join(absent[:20])}", file=sys.stderr)
    table = table.dropna(subset="path").reset_index(drop=True)
    if table.empty:
        raise SystemExit(f"expected the files of {path} in {folder}, found none")
    return table
