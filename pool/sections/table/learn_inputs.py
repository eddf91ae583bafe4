"""What 7 programs share: FEATURES, CATEGORICAL, ID_COLUMN, TEST_FILE, ..."""


# %% Imports
from pandas.api.types import is_bool_dtype
from pandas.api.types import is_datetime64_any_dtype
from typing import NamedTuple
import numpy as np
import pandas as pd
import tensorflow as tf


# %% Configuration
# Columns to learn from; None is all but the target.
FEATURES = None
# Number columns whose values are codes, not amounts.
CATEGORICAL = ()
# Column that names a row; it is never learnt from.
ID_COLUMN = None
# Unlabelled rows to predict, a file below the data folder; None where there are none.
TEST_FILE = None
# Numbers a row and codes per category column where nothing else is known; the data decide.
NUMERIC_COUNT = 6
CATEGORY_SIZES = (6,)
# A column is numbers or dates if so large a share of its first values reads as such.
ROLE_SHARE = 0.95
ROLE_SAMPLE = 5000
# Category values seen fewer times, or beyond the most frequent so many, share one code.
MIN_COUNT = 3
MAX_CATEGORIES = 1000
# Standardised numbers are cut to this distance from the mean.
CLIP = 10.0


# %% Data
class Prepared(NamedTuple):
    """Batches of ({input name: values [n, ...]}, targets), and what train taught."""

    train: tf.data.Dataset
    validation: tf.data.Dataset
    test: tf.data.Dataset
    state: dict


def find_table(data_dir):
    """Returns the path of the table: TABLE_FILE, else train.*, else the only table there."""
    if TABLE_FILE:
        found = [path for path in [data_dir / TABLE_FILE] if path.is_file()]
    else:
        files = sorted(data_dir.glob("[!.]*"))
        found = [path for path in files if path.suffix.lower() in TABLE_SUFFIXES]
        found = [path for path in found if path.name != TEST_FILE]
        found = [path for path in found if path.stem.lower() == "train"] or found
    if len(found) != 1:
        there = ", ".join(sorted(path.name for path in data_dir.glob("*"))[:20]) or "nothing"
        raise SystemExit(f"expected {TABLE_FILE or 'one table'} in {data_dir}, found: {there}")
    return found[0]


def read_csv(path):
    """Returns a table of separated values; bytes that are no UTF-8 are read as Windows-1252."""
    separator = "\t" if path.suffix.lower() == ".tsv" else SEPARATOR
    options = {"sep": separator, "skipinitialspace": True, "low_memory": False}
    # index_col: a separator at the end of each row must not shift the columns.
    options |= {"index_col": False, "on_bad_lines": "warn", "dtype": {ID_COLUMN: str}}
    try:
        return pd.read_csv(path, encoding="utf-8-sig", **options)
    except UnicodeDecodeError:
        return pd.read_csv(path, encoding="cp1252", encoding_errors="replace", **options)


def list_features(table, targets):
    """Returns the names of the columns to learn from; unnamed columns are saved row numbers."""
    given = [name for name in table.columns if not name.startswith("Unnamed:")]
    names = [name.strip() for name in FEATURES] if FEATURES else given
    require_columns(table, names)
    return [name for name in names if name not in targets and name != ID_COLUMN]


def describe_columns(table):
    """Prints type, role, missing share and distinct values of the columns of a table."""
    columns = pd.DataFrame({"type": table.dtypes.astype(str)})
    columns["used as"] = [find_role(table[name]) for name in table]
    columns["missing"] = table.isna().mean().round(3)
    columns["distinct"] = table.nunique()
    print(columns.to_string(max_rows=60))
    names = [name for name in table if find_role(table[name]) == "number"]
    if names:
        numbers = pd.DataFrame({name: to_numbers(table[name]) for name in names})
        print(numbers.describe().round(3).T.to_string(max_rows=60))


def plot_numbers(table, output_dir):
    """Saves the histograms of the first twelve number columns."""
    names = [name for name in table if find_role(table[name]) == "number"][:12]
    if names:
        numbers = pd.DataFrame({name: to_numbers(table[name]) for name in names})
        axes = numbers.hist(bins=30, figsize=(12, 8))
        save_figure(axes.flat[0].figure, output_dir, "numbers")


# %% Preprocessing
def find_role(values):
    """Returns "number", "date" or "category"; None for a column that tells nothing."""
    present = values.dropna()
    if present.nunique() < 2:
        return None
    if values.name in CATEGORICAL or is_bool_dtype(values):
        return "category"
    if is_datetime64_any_dtype(values):
        return "date"
    sample = present.iloc[:ROLE_SAMPLE]
    if to_numbers(sample).notna().mean() >= ROLE_SHARE:
        return "number"
    # Not every "10-20" is a date: a year and a month, or three parts.
    text = sample.astype("string")
    dates = text[
        text.str.match(r"\d{4}[-/.]\d{1,2}(?:\D|$)|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(?:\D|$)")
    ]
    readable = to_dates(dates, is_day_first(dates)).notna()
    return "date" if readable.sum() >= ROLE_SHARE * len(sample) else "category"


def date_parts(times, name):
    """Returns the numbers that a column of UTC times holds: age in days, month, weekday, hour."""
    days = (times - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(days=1)
    parts = {"days": days, "month": times.dt.month, "weekday": times.dt.weekday}
    parts["hour"] = times.dt.hour
    return {f"{name} {part}": values.astype("float64") for part, values in parts.items()}


def number_frame(table, state):
    """Returns all numbers of a table, dates taken apart: float64 [n, columns], missing as NaN."""
    columns = {name: to_numbers(table[name]) for name in state["numbers"]}
    for name, day_first in state["dates"].items():
        columns |= date_parts(to_dates(table[name], day_first), name)
    return pd.DataFrame(columns, index=table.index, dtype="float64")


def learn_categories(values):
    """Returns the values of a category column that are frequent enough to learn, sorted."""
    counts = to_text(values).value_counts()
    return sorted(counts.index[counts >= MIN_COUNT][:MAX_CATEGORIES])


def learn_inputs(table):
    """Returns roles, medians, scale and known categories of the train rows, and the input sizes."""
    roles = {name: find_role(table[name]) for name in table}
    numbers = [name for name, role in roles.items() if role == "number"]
    dates = {name: is_day_first(table[name]) for name, role in roles.items() if role == "date"}
    categories = {
        name: learn_categories(table[name]) for name in roles if roles[name] == "category"
    }
    categories = {name: known for name, known in categories.items() if known}
    state = {"numbers": numbers, "dates": dates, "categories": categories}
    frame = number_frame(table, state)
    frame = frame.loc[:, frame.nunique() > 1]
    filled = frame.fillna(frame.median())
    state |= {"columns": list(frame), "medians": frame.median().tolist()}
    state |= {"means": filled.mean().tolist(), "deviations": filled.std(ddof=0).tolist()}
    state["flagged"] = list(frame.columns[frame.isna().any()])
    sizes = {"numeric_count": len(state["columns"]) + len(state["flagged"])}
    sizes["category_sizes"] = [len(known) + 2 for known in categories.values()]
    if not sizes["numeric_count"] and not sizes["category_sizes"]:
        raise SystemExit(f"expected columns that vary and repeat, found: {', '.join(table)}")
    return state | {"sizes": sizes}


def encode_numbers(table, state):
    """Returns standardised numbers and missing flags, float32 [n, numeric_count]."""
    frame = number_frame(table, state)[state["columns"]]
    missing = frame[state["flagged"]].isna()
    filled = np.where(frame.isna(), state["medians"], frame)
    scaled = (filled - state["means"]) / state["deviations"]
    return np.hstack([scaled.clip(-CLIP, CLIP), missing]).astype("float32")


def encode_category(values, known):
    """Returns codes int32 [n]: 0 missing, 1 rare or unseen, from 2 on the known values."""
    text = to_text(values)
    codes = pd.Categorical(text, categories=known).codes.astype("int32") + 2
    return np.where(text.isna(), 0, codes).astype("int32")


def encode_inputs(table, state):
    """Returns {input name: values}: the numbers [n, numeric_count], codes [n] per category."""
    require_columns(table, [*state["numbers"], *state["dates"], *state["categories"]])
    inputs = {"numeric": encode_numbers(table, state)} if state["columns"] else {}
    for number, name in enumerate(state["categories"]):
        inputs[f"category_{number}"] = encode_category(table[name], state["categories"][name])
    return inputs


# %% Inference
def example_input(data_dir):
    """Returns the table to try the prediction with: the unlabelled one where there is one."""
    return data_dir / TEST_FILE if TEST_FILE else find_table(data_dir)


def write_predictions(table, columns, output_path):
    """Writes the id column, where there is one, and the predicted columns as a CSV."""
    rows = pd.DataFrame(columns)
    if ID_COLUMN in table.columns:
        rows.insert(0, ID_COLUMN, table[ID_COLUMN].to_numpy())
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows.to_csv(output_path, index=False)
    return output_path
