"""Turns rows into numbers and codes: find_roles, learn_inputs, encode_inputs, input_dataset.

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
REFERENCE_INPUTS = "columns"


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


def find_roles(table):
    """Returns the names of the columns of numbers, of dates and of categories."""
    if NUMBERS is not None:
        return NUMBERS, DATES, CATEGORIES
    roles = {name: find_role(table[name]) for name in list_features(table)}
    numbers = [name for name, role in roles.items() if role == "number"]
    dates = [name for name, role in roles.items() if role == "date"]
    return numbers, dates, [name for name, role in roles.items() if role == "category"]


def known_roles(state):
    """Returns what find_roles found in train."""
    if NUMBERS is not None:
        return NUMBERS, DATES, CATEGORIES
    return state["roles"]


def number_frame(table, state):
    """Returns all numbers of a table, dates taken apart, and which are missing: float64."""
    numbers, dates, _ = known_roles(state)
    columns = {name: to_numbers(table[name]) for name in numbers}
    if DATES != ():
        for name in dates:
            day_first = state["day_first"][name] if DAY_FIRST is None else DAY_FIRST
            times = to_dates(table[name], day_first)
            columns[f"{name} days"] = (times - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(days=1)
            parts = ("month", "day_of_week", "hour")
            columns |= {f"{name} {part}": getattr(times.dt, part) for part in parts}
    frame = pd.DataFrame(columns, index=table.index, dtype="float64")
    return frame.join(frame.isna().astype("float64").add_suffix(" missing"))


def learn_categories(values):
    """Returns the values of a category column that are frequent enough to learn, sorted."""
    counts = to_text(values).value_counts()
    return sorted(counts.index[counts >= MIN_COUNT][:MAX_CATEGORIES])


def learn_inputs(items):
    """Returns medians, scale and known categories of the train rows, and the input sizes."""
    numbers, dates, categories = find_roles(items)
    inputs = {"categories": {name: learn_categories(items[name]) for name in categories}}
    if NUMBERS is None:
        inputs["roles"] = [numbers, dates, categories]
    if DAY_FIRST is None:
        inputs["day_first"] = {name: is_day_first(items[name]) for name in dates}
    frame = number_frame(items, inputs)
    frame = frame.loc[:, frame.nunique() > 1]
    filled = frame.fillna(frame.median())
    inputs |= {"columns": list(frame), "medians": frame.median().to_dict()}
    inputs |= {"means": filled.mean().tolist(), "deviations": filled.std(ddof=0).tolist()}
    counts = [len(known) + 2 for known in inputs["categories"].values()] if CATEGORIES != () else []
    if NUMBERS is None and not counts and frame.empty:
        raise SystemExit(f"expected columns that vary and repeat, found: {', '.join(items)}")
    return inputs | {"sizes": {"numeric_count": frame.shape[1], "category_sizes": counts}}


def encode_numbers(table, state):
    """Returns standardised numbers and missing flags, float32 [n, numeric_count], cut at 10."""
    frame = number_frame(table, state)[state["columns"]]
    scaled = (frame.fillna(state["medians"]) - state["means"]) / state["deviations"]
    return scaled.clip(-10, 10).to_numpy("float32")


def encode_inputs(items, state):
    """Returns {input name: values}: the numbers [n, numeric_count], codes [n] per category.

    Code 0 is missing, 1 rare or unseen, from 2 on the known values.
    """
    numbers, dates, categories = known_roles(state)
    if NUMBERS is None:
        require_columns(items, [*numbers, *dates, *categories])
    if CATEGORIES == ():
        values = encode_numbers(items, state)
        return {"numeric": values}
    inputs = {"numeric": encode_numbers(items, state)} if state["columns"] else {}
    for number, (name, known) in enumerate(state["categories"].items()):
        text = to_text(items[name])
        codes = pd.Index(known).get_indexer(text) + 2
        inputs[f"category_{number}"] = np.where(text.isna(), 0, codes).astype("int32")
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
