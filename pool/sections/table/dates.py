"""Reads columns of dates: is_day_first, to_dates."""

# %% Imports
import pandas as pd

# %% Configuration
# Whether dates put the day before the month; None sees it in the dates.
DAY_FIRST = None


# %% Data
def is_day_first(values):
    """Tells whether dates such as 31/12/2024 put the day before the month."""
    first = values.astype("string").str.extract(r"^(\d{1,2})[-/.]\d{1,2}[-/.]\d{2,4}")[0]
    return bool((pd.to_numeric(first) > 12).any())


def to_dates(values, day_first):
    """Returns a column as UTC times; what is no date is missing."""
    return pd.to_datetime(values, errors="coerce", utc=True, format="mixed", dayfirst=day_first)
