"""What 5 programs share: TARGET, find_target."""


# %% Configuration
# Column to predict; None takes the last column that is not the text.
TARGET = "target"


# %% Data
def find_target(table, text_column):
    """Returns the name of the column to predict, by default the last one beside the texts."""
    others = [name for name in table.columns if name not in (text_column, ID_COLUMN)]
    target = others[-1] if TARGET is None and others else TARGET
    if target not in others:
        raise SystemExit(f"expected a column {target or 'to predict'}, found {list(table.columns)}")
    return target
