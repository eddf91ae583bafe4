"""Reads the cells of a column: to_text, to_numbers. Needs SEPARATOR and CELL_FORM."""

# %% Imports
from pathlib import Path

import numpy as np
import pandas as pd


# %% Data
def to_text(values):
    """Returns a column as text, missing values kept; the number 3.0 becomes "3"."""
    # Such a file was read as text.
    if KEEP_TEXT and Path(TABLE_FILE or "").suffix.lower() in (".csv", ".tsv", ".txt"):
        return values.astype("string")
    text = values.astype("string")
    return text.str.removesuffix(".0") if pd.api.types.is_float_dtype(values) else text


def clean_numbers(values):
    """Returns the texts of a column as plain numbers; "$1,200", "1.200,5", "12 km" are read."""
    text = values.astype("string")
    # Numbers apart are no thousands: "3 14, 2018".
    text = text.mask(text.str.contains(r"\d\s+(?:\d{1,2}|\d{4,})(?:\D|$)|,\s", na=False))
    text = text.str.replace(r"[\s$€£¥₹%]|°[CFK]?", "", regex=True)
    units = text.str.extract(r"\d([a-zA-Z]{2,8})$")[0].dropna().unique()
    text = text.str.removesuffix(units[0]) if len(units) == 1 else text
    # Where semicolons part the columns, a last comma is the decimal sign.
    decimal = r",\d*$" if SEPARATOR == ";" else r"^[-+]?[\d.]*\d,(?:\d{1,2}|\d{4,})$"
    european = text.str.replace(".", "").str.replace(",", ".")
    text = text.mask(text.str.contains(decimal, na=False), european)
    return text.str.replace(r",(?=\d{3}(?:\D|$))", "", regex=True)


def to_numbers(values):
    """Returns a column as floats; what is no finite number is missing."""
    if CELL_FORM == "comma":
        values = values.astype("string").str.replace(",", ".")
    elif CELL_FORM is None and not pd.api.types.is_numeric_dtype(values):
        values = clean_numbers(values)
    numbers = pd.to_numeric(values, errors="coerce").astype("float64")
    return numbers.where(np.isfinite(numbers))
