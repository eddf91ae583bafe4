"""Gives take_rows where items are paths of files. Needs keep_readable."""


# %% Data
def take_rows(items, targets, rows):
    """Returns the paths and targets of those rows whose file decodes."""
    good = rows[keep_readable(items.take(rows))]
    return items.take(good), targets.take(good, axis=0)
