"""Finds what to predict in a table: named_targets, find_targets. Needs table/open."""

# %% Configuration
# Column to predict, or several; None is the last one beside the inputs.
TARGET = None


# %% Data
def named_targets():
    """Returns the names of the target columns; none where they are not known before the table."""
    if TARGET is None:
        return []
    return [TARGET.strip()] if isinstance(TARGET, str) else [name.strip() for name in TARGET]


def find_targets(table, inputs=()):
    """Returns the names of the target columns; inputs are columns that cannot be one."""
    if TARGET is None:
        return [name for name in table.columns if name not in (*inputs, ID_COLUMN)][-1:]
    return named_targets()
