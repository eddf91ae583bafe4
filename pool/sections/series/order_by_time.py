"""What 4 programs share: DATE_COLUMN, WINDOW, FEATURE_COUNT, read_csv, ..."""


# %% Imports
from pandas.api.types import is_numeric_dtype
import pandas as pd
import sys


# %% Configuration
# Column of the times; None where the rows are in time order.
DATE_COLUMN = "time"
# Steps that the network looks back.
WINDOW = 24
# Numbers a step where nothing else is known; the data decide.
FEATURE_COUNT = 1


# %% Data
def read_csv(path):
    """Returns a table of separated values; bytes that are no UTF-8 are read as Windows-1252."""
    separator = "\t" if path.suffix.lower() == ".tsv" else SEPARATOR
    options = {"sep": separator, "skipinitialspace": True, "low_memory": False}
    # index_col: a separator at the end of each row must not shift the columns.
    options |= {"index_col": False, "on_bad_lines": "warn"}
    try:
        return pd.read_csv(path, encoding="utf-8-sig", **options)
    except UnicodeDecodeError:
        return pd.read_csv(path, encoding="cp1252", encoding_errors="replace", **options)


def order_by_time(table):
    """Returns the table in time order and its times [n]; None where there is no date column."""
    if not DATE_COLUMN:
        return table, None
    name = DATE_COLUMN.strip()
    require_columns(table, [name])
    times = table[name]
    if not is_numeric_dtype(times):
        times = to_dates(times, is_day_first(times))
    times = times.dropna().sort_values(kind="stable")
    if len(times) == 0:
        raise SystemExit(f"expected dates in the column {name}, found none")
    if times.duplicated().any():
        print(f"several rows for one time in {name}: their mean is used", file=sys.stderr)
    return table.loc[times.index], times


# %% Inference
def example_input(data_dir):
    """Returns the table to try the prediction with: the series itself."""
    return find_table(data_dir)
