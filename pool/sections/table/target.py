"""Finds what to predict in a table: find_targets. Needs table/open."""

# %% Configuration
# Column to predict, or several; None is the last one beside the inputs.
TARGET = None


# %% Data
def find_targets(table, inputs=()):
    """Returns the names of the target columns; inputs are columns that cannot be one."""
    others = [name for name in table.columns if name not in (*inputs, ID_COLUMN)]
    names = others[-1:] if TARGET is None else TARGET
    names = names if isinstance(names, (list, tuple)) else [names]
    targets = [str(name).strip() for name in names]
    require_columns(table, targets)
    return targets
