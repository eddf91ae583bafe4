"""What 11 programs share: read_json_lines, unique_names, read_table, require_columns, ..."""


# %% Imports
from pandas.api.types import is_datetime64_any_dtype
from pandas.api.types import is_numeric_dtype
import numpy as np
import pandas as pd


# %% Data
def read_json_lines(path):
    """Returns a table of one JSON object a line; parts of inner objects are columns: user.age."""
    table = pd.read_json(path, lines=True, convert_dates=False)  # dates stay text
    return pd.json_normalize(table.to_dict("records"))


def unique_names(names):
    """Returns column names without outer spaces, a repeated one with a number added."""
    seen = {}
    for position, name in enumerate(str(name).strip() for name in names):
        seen[f"{name}.{position}" if name in seen else name] = position
    return list(seen)


def read_table(path):
    """Returns a table whose columns are numbers, times or stripped text; "" and "?" are missing."""
    readers = {".parquet": pd.read_parquet, ".pq": pd.read_parquet}
    readers |= dict.fromkeys((".jsonl", ".ndjson"), read_json_lines)
    try:
        table = readers.get(path.suffix.lower(), read_csv)(path)
    except (OSError, ValueError) as error:
        raise SystemExit(f"expected a table at {path}, found: {error}") from error
    if table.empty:
        raise SystemExit(f"expected rows in {path}, found none")
    table.columns = unique_names(table.columns)
    for name, values in table.items():
        if not (is_numeric_dtype(values) or is_datetime64_any_dtype(values)):
            text = values.astype("string").str.strip()
            table[name] = text.mask(text.isin(["", "?"]))
    return table.reset_index(drop=True)


def require_columns(table, names):
    """Stops with one sentence where the table lacks one of the columns."""
    missing = [name for name in names if name not in table.columns]
    if missing:
        found = ", ".join(table.columns[:50])
        raise SystemExit(f"expected the columns {', '.join(missing)}, found: {found}")


def to_numbers(values):
    """Returns a column as floats; "$1,200", "1.200,5", "12 km" are read, infinities are missing."""
    if not is_numeric_dtype(values):
        text = values.astype("string")
        # Numbers apart are no thousands: "3 14, 2018".
        text = text.mask(text.str.contains(r"\d\s+(?:\d{1,2}|\d{4,})(?:\D|$)|,\s", na=False))
        text = text.str.replace(r"[\s$€£%]", "", regex=True)
        units = text.str.extract(r"\d([a-zA-Z]{2,8})$")[0].dropna().unique()
        text = text.str.removesuffix(units[0]) if len(units) == 1 else text
        # Where semicolons part the columns, the comma is the decimal sign.
        decimal = r"," if SEPARATOR == ";" else r"^[-+]?[\d.]*\d,(?:\d{1,2}|\d{4,})$"
        european = text.str.replace(".", "").str.replace(",", ".")
        text = text.mask(text.str.contains(decimal, na=False), european)
        text = text.str.replace(r",(?=\d{3}(?:\D|$))", "", regex=True)
        values = pd.to_numeric(text, errors="coerce")
    numbers = values.to_numpy("float64", na_value=np.nan)
    return pd.Series(np.where(np.isfinite(numbers), numbers, np.nan), values.index)


def is_day_first(values):
    """Tells whether dates such as 31/12/2024 put the day before the month."""
    first = values.astype("string").str.extract(r"^(\d{1,2})[-/.]\d{1,2}[-/.]\d{2,4}")[0]
    return bool((pd.to_numeric(first) > 12).any())


def to_dates(values, day_first):
    """Returns a column as UTC times; what is no date is missing."""
    if is_datetime64_any_dtype(values):
        return pd.to_datetime(values, utc=True)
    distinct = pd.Series(values.dropna().unique())  # reading a date is slow, so once each
    options = {"errors": "coerce", "utc": True, "format": "mixed", "dayfirst": day_first}
    dates = pd.to_datetime(distinct, **options)
    return pd.to_datetime(values.map(dict(zip(distinct, dates, strict=True))), utc=True)
