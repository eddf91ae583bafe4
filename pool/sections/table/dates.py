"""Reads columns of dates: is_day_first, to_dates."""

# %% Imports
import pandas as pd
from pandas.api.types import is_datetime64_any_dtype


# %% Data
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
