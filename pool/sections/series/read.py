"""A table in time order: order_by_time, list_numbers, cut_by_time, plot_series.

Needs table/open, values, dates.
"""

# %% Imports
import sys

import pandas as pd
from pandas.api.types import is_numeric_dtype

# %% Configuration
# Column of the times; None where the rows are in time order.
DATE_COLUMN = None
# Column that tells series of one table apart, and its value in the rows to read; None reads all.
SERIES_COLUMN = None
SERIES = None
# Number columns that the network sees; None is all.
FEATURES = None
# Steps that the network looks back.
WINDOW = 24
# Numbers a step where nothing else is known; the data decide.
FEATURE_COUNT = 1


# %% Data
def keep_series(table):
    """Returns the rows of one series; a table without the column holds nothing else."""
    column = (SERIES_COLUMN or "").strip()
    if column not in table:
        return table
    rows = table[table[column].astype("string").str.strip() == SERIES]
    if rows.empty:
        raise SystemExit(f"expected rows with {SERIES} in the column {column}, found none")
    return rows


def order_by_time(table):
    """Returns the table in time order and its times [n]; None where there is no date column."""
    if SERIES_COLUMN:
        table = keep_series(table)
    if not DATE_COLUMN:
        return table, None
    name = DATE_COLUMN.strip()
    require_columns(table, [name])
    times = table[name]
    if not is_numeric_dtype(times):
        times = to_dates(times, is_day_first(times) if DAY_FIRST is None else DAY_FIRST)
    times = times.dropna().sort_values(kind="stable")
    if len(times) == 0:
        raise SystemExit(f"expected dates in the column {name}, found none")
    if times.duplicated().any():
        print(f"several rows for one time in {name}: their mean is used", file=sys.stderr)
    return table.loc[times.index], times


def list_numbers(table, skipped):
    """Returns the names of the columns of numbers that the network may see."""
    skipped = [*skipped, DATE_COLUMN.strip() if DATE_COLUMN else None]
    if FEATURES:
        return [name for name in FEATURES if name not in skipped]
    names = [name for name in table if name not in skipped and name[:8] != "Unnamed:"]
    numbers = [name for name in names if to_numbers(table[name]).notna().mean() > 0.5]
    if not numbers:
        raise SystemExit(f"expected number columns, found: {', '.join(table.columns[:50])}")
    return numbers


def fill_gaps(series):
    """Returns steps without gaps: each takes the last value before it, nothing later."""
    return series.reset_index(drop=True).ffill().bfill().fillna(0.0)


def cut_by_time(count, least):
    """Returns {split: slice} of so many steps, in time order: no future can cross a border."""
    if count < 3 * least:
        raise SystemExit(f"expected {3 * least} or more time steps, found {count}")
    test = max(least, round(count * TEST_SHARE))
    validation = max(least, round(count * VALIDATION_SHARE))
    first, second = count - test - validation, count - test
    return {
        "train": slice(0, first),
        "validation": slice(first, second),
        "test": slice(second, count),
    }


def plot_series(splits, output_dir):
    """Saves the first six columns of all steps, with the borders of the splits."""
    shown = pd.concat([steps for steps, _ in splits.values()]).iloc[:, :6]
    shown = shown[~shown.index.duplicated()]
    axes = shown.plot(subplots=True, figsize=(10, 2 + 1.6 * shown.shape[1]), linewidth=0.8)
    for axis in axes:
        for split in ("train", "validation"):
            axis.axvline(splits[split][0].index[-1], color="gray", linestyle="--")
    save_figure(axes[0].figure, output_dir, "series")


def describe_inputs(items, targets, output_dir):
    """Prints the ranges of the columns of train."""
    print(items.describe().round(3).T.to_string(max_rows=60))


# %% Preprocessing
def learn_inputs(items):
    """Returns the columns of steps, their means and deviations, and their count."""
    deviations = items.std(ddof=0)
    return {
        "columns": list(items.columns),
        "means": items.mean().tolist(),
        "deviations": deviations.where(deviations > 0, 1.0).tolist(),
        "sizes": {"feature_count": items.shape[1]},
    }


def scale_series(series, state):
    """Returns standardised steps, float32 [steps, columns]."""
    return ((series - state["means"]) / state["deviations"]).to_numpy("float32")
