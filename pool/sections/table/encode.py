"""Turns rows into numbers and codes: find_role, learn_inputs, encode_inputs, input_dataset.

Needs values, dates and rows (list_features) of table, and require_columns.
"""

# %% Imports
import numpy as np
import pandas as pd
import tensorflow as tf
from pandas.api.types import is_bool_dtype, is_datetime64_any_dtype

# %% Configuration
# Number columns whose values are codes, not amounts.
CATEGORICAL = ()
# A column is numbers or dates if so large a share of its first values reads as such.
ROLE_SHARE = 0.95
ROLE_SAMPLE = 5000
# Category values seen fewer times, or beyond the most frequent so many, share one code.
MIN_COUNT = 3
MAX_CATEGORIES = 1000
REFERENCE_INPUTS = "the columns"
# Standardised numbers are cut to this distance from the mean.
CLIP = 10.0


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


def learn_inputs(items):
    """Returns roles, medians, scale and known categories of the train rows, and the input sizes."""
    roles = {name: find_role(items[name]) for name in list_features(items)}
    numbers = [name for name, role in roles.items() if role == "number"]
    dates = {name: is_day_first(items[name]) for name, role in roles.items() if role == "date"}
    categories = {
        name: learn_categories(items[name]) for name in roles if roles[name] == "category"
    }
    categories = {name: known for name, known in categories.items() if known}
    state = {"numbers": numbers, "dates": dates, "categories": categories}
    frame = number_frame(items, state)
    frame = frame.loc[:, frame.nunique() > 1]
    filled = frame.fillna(frame.median())
    state |= {"columns": list(frame), "medians": frame.median().tolist()}
    state |= {"means": filled.mean().tolist(), "deviations": filled.std(ddof=0).tolist()}
    state["flagged"] = list(frame.columns[frame.isna().any()])
    sizes = {"numeric_count": len(state["columns"]) + len(state["flagged"])}
    sizes["category_sizes"] = [len(known) + 2 for known in categories.values()]
    if not sizes["numeric_count"] and not sizes["category_sizes"]:
        raise SystemExit(f"expected columns that vary and repeat, found: {', '.join(roles)}")
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
    codes = pd.Index(known).get_indexer(text).astype("int32") + 2
    return np.where(text.isna(), 0, codes).astype("int32")


def encode_inputs(items, state):
    """Returns {input name: values}: the numbers [n, numeric_count], codes [n] per category."""
    require_columns(items, [*state["numbers"], *state["dates"], *state["categories"]])
    inputs = {"numeric": encode_numbers(items, state)} if state["columns"] else {}
    for number, name in enumerate(state["categories"]):
        inputs[f"category_{number}"] = encode_category(items[name], state["categories"][name])
    return inputs


def input_dataset(items, state):
    """Returns the inputs of rows one by one: {input name: values}."""
    return tf.data.Dataset.from_tensor_slices(encode_inputs(items, state))


# %% Evaluation
def reference_inputs(items, state):
    """Returns rows as one matrix [n, columns] for the simple reference."""
    return np.column_stack(list(encode_inputs(items, state).values()))


def reference_kinds(state):
    """Returns which columns of that matrix are categories; the reference takes up to 255 codes."""
    sizes = state["sizes"]
    return [False] * sizes["numeric_count"] + [size <= 255 for size in sizes["category_sizes"]]
