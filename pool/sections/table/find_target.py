"""What 4 programs share: TARGET, find_target."""


# %% Configuration
# Column to predict; None is the last one.
TARGET = "churned"


# %% Data
def find_target(table):
    """Returns the name of the target column, the last one where TARGET is None."""
    target = TARGET.strip() if TARGET else table.columns[-1]
    require_columns(table, [target])
    return target
