"""Reads a table of any form: find_table, open_table, read_table.

Gives require_columns, keep_labelled and name_rows too; needs TEST_FILE.
"""

# %% Imports
import sys
from pathlib import Path

import pandas as pd
from pandas.api.types import is_datetime64_any_dtype, is_numeric_dtype

# %% Configuration
# File below the data folder; None is the only table there, or the one named train.
TABLE_FILE = None
SEPARATOR = ","
# Encoding of the table; None is UTF-8, or else Windows-1252.
ENCODING = None
# "plain": numbers without units and thousands, no blanks after cells; "comma": the same with a
# decimal comma; None reads numbers in any form.
CELL_FORM = None
# Whether the first line holds column names.
HEADER = True
# Cells stay text as they are written; otherwise numbers are read, and words such as NA are missing.
KEEP_TEXT = True
# Column that names a row; it is never learnt from.
ID_COLUMN = None
TABLE_SUFFIXES = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".parquet", ".pq")


# %% Data
def find_table(data_dir):
    """Returns the path of the table: TABLE_FILE, else train.*, else the only table there."""
    if TABLE_FILE:
        return data_dir / TABLE_FILE
    files = sorted(data_dir.glob("[!.]*"))
    found = [path for path in files if path.suffix.lower() in TABLE_SUFFIXES]
    found = [path for path in found if path.name != TEST_FILE]
    found = [path for path in found if path.stem.lower() == "train"] or found
    if len(found) != 1:
        there = ", ".join(sorted(path.name for path in data_dir.glob("*"))[:20]) or "nothing"
        raise SystemExit(f"expected one table in {data_dir}, found: {there}")
    return found[0]


def read_csv(path):
    """Returns the rows of a file of separated values."""
    form = {"sep": SEPARATOR, "skipinitialspace": True, "on_bad_lines": "warn"}
    if TABLE_FILE is None and path.suffix.lower() == ".tsv":
        form["sep"] = "\t"
    if not HEADER:
        form["header"] = None
    # index_col: a separator at the end of each row must not shift the columns.
    if KEEP_TEXT:
        form |= {"dtype": str, "keep_default_na": False, "na_values": [""], "index_col": False}
    else:
        form |= {"na_values": ["?"], "low_memory": False, "index_col": False}
    if ID_COLUMN and not KEEP_TEXT:
        form["dtype"] = {ID_COLUMN: str}
    if ENCODING is not None:
        return pd.read_csv(path, encoding=ENCODING, encoding_errors="replace", **form)
    try:
        return pd.read_csv(path, encoding="utf-8-sig", **form)
    except UnicodeDecodeError:
        return pd.read_csv(path, encoding="cp1252", encoding_errors="replace", **form)


def open_table(path):
    """Returns the rows of a CSV, TSV, JSON, JSON Lines or Parquet file; its suffix decides."""
    suffix = Path(TABLE_FILE or path).suffix.lower()
    if suffix in (".parquet", ".pq"):
        return pd.read_parquet(path)
    if suffix in (".json", ".jsonl", ".ndjson"):
        table = pd.read_json(path, lines=suffix != ".json", dtype=False)
        return pd.json_normalize(table.to_dict("records"))  # parts of inner objects: user.age
    return read_csv(path)


def unique_names(names):
    """Returns column names without outer spaces, a repeated one with a number added."""
    seen = {}
    for position, name in enumerate(str(name).strip() for name in names):
        seen[f"{name}.{position}" if name in seen else name] = position
    return list(seen)


def strip_cells(table):
    """Returns a table without blanks around names and cells; empty cells are missing."""
    table.columns = unique_names(table.columns)
    missing = [""] if KEEP_TEXT else ["", "?"]
    for name, values in table.items():
        if not (is_numeric_dtype(values) or is_datetime64_any_dtype(values)):
            text = values.astype("string").str.strip()
            table[name] = text.mask(text.isin(missing))
    return table


def read_table(path, names=()):
    """Returns a table with the named columns, each of numbers, times or text; "" is missing."""
    try:
        table = open_table(path)
    except (OSError, ValueError) as error:
        raise SystemExit(f"expected a table at {path}, found: {error}") from error
    if CELL_FORM is None or not HEADER:
        table = strip_cells(table)
    require_columns(table, names)
    return table.reset_index(drop=True)


def require_columns(table, names):
    """Stops with one sentence where the table has no rows, or lacks one of the columns."""
    missing = [name for name in names if name not in table.columns]
    if missing or table.empty:
        raise SystemExit(f"expected rows with {missing}, found {len(table)} of {list(table)[:50]}")


def keep_labelled(items, targets):
    """Returns the items and targets whose target is known; the others are counted aloud."""
    known = pd.DataFrame(targets).notna().all(axis=1).to_numpy()
    if not known.all():
        print(f"skipped {(~known).sum()} rows without a target", file=sys.stderr)
    return items[known], targets[known]


def name_rows(table):
    """Returns what names the rows in the predictions: their ids where there are any, or numbers."""
    if ID_COLUMN:
        return table.filter([ID_COLUMN])
    return pd.DataFrame({"row": range(1, len(table) + 1)})
