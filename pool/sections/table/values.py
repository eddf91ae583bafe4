"""Reads the cells of a column: to_text, to_numbers. Needs SEPARATOR."""

# %% Imports
import numpy as np
import pandas as pd
from pandas.api.types import is_float_dtype, is_numeric_dtype


# %% Data
def to_text(values):
    """Returns a column as text, missing values kept; the number 3.0 becomes "3"."""
    text = values.astype("string")
    return text.str.removesuffix(".0") if is_float_dtype(values) else text


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
