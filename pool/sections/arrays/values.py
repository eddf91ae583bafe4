"""Reads the values of an array's column: to_text, to_numbers."""

# %% Imports
import pandas as pd
from pandas.api.types import is_float_dtype


# %% Data
def to_text(values):
    """Returns a column as text, missing values kept; the number 3.0 becomes "3"."""
    text = values.astype("string")
    return text.str.removesuffix(".0") if is_float_dtype(values) else text


def to_numbers(values):
    """Returns a column as floats; what is no finite number is missing."""
    numbers = pd.to_numeric(values, errors="coerce").astype("float64")
    return numbers.where(numbers.abs() < float("inf"))
