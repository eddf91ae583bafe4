"""A table with several series: read_series, split_items, learn_inputs, scale_steps, find_windows.

Items are steps [n, values], indexed by series and time, the value to forecast first. Needs
table/open, table/values, table/dates and, of the target, TARGET and HORIZON.
"""

# %% Imports
import sys

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

# %% Configuration
# Column of the times; None where the rows of each series are in time order.
DATE_COLUMN = None
# Columns that tell the series apart; None: each column to forecast is a series.
SERIES_COLUMNS = None
# Number columns that the network sees beside the value to forecast.
FEATURES = []
# Steps that the network looks back.
WINDOW = 24
# Numbers a step where nothing else is known; the data decide.
FEATURE_COUNT = 1


# %% Data
def list_targets():
    """Returns the names of the columns to forecast."""
    return [TARGET] if isinstance(TARGET, str) else list(TARGET)


def name_series(table):
    """Returns the name of the series of each row [n]: what stands in its key columns."""
    names = pd.Series("", index=table.index, dtype="string")
    for column in SERIES_COLUMNS or []:
        names = names.str.cat(to_text(table[column]).fillna("none"), sep=" | ")
    return names.str.removeprefix(" | ")


def read_times(table, names):
    """Returns the time of each row [n]; 0 is the last row of a series without dates."""
    if not DATE_COLUMN:
        return -table.groupby(names).cumcount(ascending=False)
    times = table[DATE_COLUMN.strip()]
    if not is_numeric_dtype(times):
        times = to_dates(times, is_day_first(times) if DAY_FIRST is None else DAY_FIRST)
    return times


def read_series(path):
    """Returns the steps of all series [n, values], and the key columns of each series."""
    dates = [DATE_COLUMN.strip()] if DATE_COLUMN else []
    table = read_table(path, [*dates, *(SERIES_COLUMNS or []), *FEATURES, *list_targets()])
    names = name_series(table)
    times = read_times(table, names)
    inputs = {name: to_numbers(table[name]) for name in FEATURES}
    parts, keys = [], []
    for target in list_targets():
        series = names if isinstance(TARGET, str) else (names + " | " + target).str.lstrip(" |")
        part = pd.DataFrame({"value": to_numbers(table[target])} | inputs)
        parts.append(part.assign(series=series, time=times))
        columns = table[list(SERIES_COLUMNS or [])]
        columns = columns if isinstance(TARGET, str) else columns.assign(column=target)
        keys.append(columns.groupby(series).first())
    steps = pd.concat(parts).groupby(["series", "time"]).mean()
    if len(steps) == 0:
        raise SystemExit(f"expected rows with times in {path}, found none")
    if len(steps) < sum(map(len, parts)):
        print("several rows for one time of a series: their mean is used", file=sys.stderr)
    return fill_gaps(steps), pd.concat(keys)


def fill_gaps(steps):
    """Returns steps without gaps: each takes the last value of its series, nothing later."""
    steps = steps.groupby(level="series").ffill()
    return steps.groupby(level="series").bfill().fillna(0.0)


def find_borders(steps):
    """Returns the first times of validation and test: all series are cut at the same times."""
    times = steps.index.get_level_values("time").sort_values()
    moments = times.unique()
    least = HORIZON + 2
    starts = [1 - VALIDATION_SHARE - TEST_SHARE, 1 - TEST_SHARE]
    first, second = (moments.searchsorted(times[int(len(times) * share)]) for share in starts)
    second = min(second, len(moments) - least)
    first = min(first, second - least)
    if first < WINDOW + HORIZON:
        expected = WINDOW + HORIZON + 2 * least
        raise SystemExit(f"expected {expected} or more times, found {len(moments)}")
    return moments[first], moments[second]


def take_steps(steps, inside, limit):
    """Returns the steps of one split, with the window before it; limit is in windows."""
    times = steps.index.get_level_values("time")
    before = steps[times < times[inside].min()].groupby(level="series").tail(WINDOW)
    part = pd.concat([before, steps[inside]]).sort_index()
    part = part[part.groupby(level="series")["value"].transform("size") >= WINDOW + HORIZON]
    if part.empty:
        raise SystemExit(f"expected series of {WINDOW + HORIZON} or more steps, found none")
    if limit is None:
        return part
    names = part.index.get_level_values("series").unique()[:limit]
    each = WINDOW + HORIZON - 1 + max(1, limit // len(names))
    return part.loc[list(names)].groupby(level="series").head(each)


def split_items(data_dir, limit=None):
    """Returns {split: (steps [n, values], values to forecast [n])}; limit is the most windows."""
    steps, _ = read_series(find_table(data_dir))
    times = steps.index.get_level_values("time")
    first, second = find_borders(steps)
    inside = {"train": times < first, "validation": (times >= first) & (times < second)}
    inside["test"] = times >= second
    parts = {split: take_steps(steps, rows, limit) for split, rows in inside.items()}
    return {split: (part, part["value"]) for split, part in parts.items()}


def describe_inputs(items, targets, output_dir):
    """Prints the ranges of the values of train."""
    print(items.describe().round(3).T.to_string(max_rows=60))


# %% Preprocessing
def learn_inputs(items):
    """Returns means and deviations of each series' values, in the order of the columns."""
    groups = items.groupby(level="series")
    deviations = groups.std(ddof=0)
    scales = pd.concat([groups.mean(), deviations.where(deviations > 0, 1.0)], axis=1)
    return {
        "scales": {name: row.tolist() for name, row in zip(scales.index, scales.to_numpy())},
        "sizes": {"feature_count": items.shape[1]},
    }


def find_scales(items, state):
    """Returns means and deviations of each step [n, values], those of its start in a new series."""
    known = pd.DataFrame.from_dict(state["scales"], orient="index")
    names = items.index.get_level_values("series")
    if not names.isin(known.index).all():
        new = items[~names.isin(known.index)].groupby(level="series").head(WINDOW)
        learnt = learn_inputs(new)["scales"]
        known = pd.concat([known, pd.DataFrame.from_dict(learnt, orient="index")])
    scales = known.loc[names].to_numpy()
    return scales[:, : items.shape[1]], scales[:, items.shape[1] :]


def scale_steps(items, state):
    """Returns steps standardised with the scale of their series, float32 [n, values]."""
    means, deviations = find_scales(items, state)
    return ((items.to_numpy() - means) / deviations).astype("float32")


def find_windows(items):
    """Returns the rows [n, window + horizon] of each window and its future, all of one series."""
    sizes = items.groupby(level="series", sort=False).size()
    left = np.repeat(sizes.cumsum().to_numpy(), sizes) - np.arange(len(items))
    starts = np.flatnonzero(left >= WINDOW + HORIZON)
    return starts[:, np.newaxis] + np.arange(WINDOW + HORIZON)
