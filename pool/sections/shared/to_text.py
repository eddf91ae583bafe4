"""What 9 programs share: to_text."""


# %% Imports
from pandas.api.types import is_float_dtype


# %% Data
def to_text(values):
    """Returns a column as text, missing values kept; the number 3.0 becomes "3"."""
    text = values.astype("string")
    return text.str.removesuffix(".0") if is_float_dtype(values) else text
