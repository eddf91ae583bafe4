"""Rows of a table are the items: list_features, read_examples, describe_inputs, read_items.

Needs open, values, target, encode (find_role) of table.
"""

# %% Imports
import pandas as pd

# %% Configuration
# Columns to learn from; None is all but the target.
FEATURES = None


# %% Data
def list_features(table):
    """Returns the names of the columns to learn from; unnamed columns are saved row numbers."""
    given = [name for name in table.columns if not name.startswith("Unnamed:")]
    names = [name.strip() for name in FEATURES] if FEATURES else given
    require_columns(table, names)
    others = [*find_targets(table), ID_COLUMN]
    return [name for name in names if name not in others]


def read_examples(data_dir):
    """Returns the rows of the table [n] and their targets [n]."""
    table = read_table(find_table(data_dir))
    return keep_labelled(table, read_targets(table, find_targets(table)))


def describe_columns(table):
    """Prints type, role, missing share and distinct values of the columns of a table."""
    columns = pd.DataFrame({"type": table.dtypes.astype(str)})
    columns["used as"] = [find_role(table[name]) for name in table]
    columns["missing"] = table.isna().mean().round(3)
    columns["distinct"] = table.nunique()
    print(columns.to_string(max_rows=60))


def describe_inputs(items, targets, output_dir):
    """Prints what the columns of rows hold; saves histograms of the first twelve numbers."""
    table = items[list_features(items)]
    describe_columns(table)
    names = [name for name in table if find_role(table[name]) == "number"]
    if names:
        numbers = pd.DataFrame({name: to_numbers(table[name]) for name in names})
        print(numbers.describe().round(3).T.to_string(max_rows=60))
        axes = numbers.iloc[:, :12].hist(bins=30, figsize=(12, 8))
        save_figure(axes.flat[0].figure, output_dir, "numbers")


# %% Inference
def read_items(input_path, state):
    """Returns what names the rows of a table [n], and the rows."""
    table = read_table(input_path)
    return name_rows(table), table
