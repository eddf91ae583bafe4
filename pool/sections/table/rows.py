"""Rows of a table are the items: list_features, read_examples, describe_inputs, read_items.

Needs open, values, target, encode (find_roles) of table.
"""

# %% Configuration
# Columns to learn from; None is all but the target.
FEATURES = None
# Columns of numbers to learn from; None tells by their values what columns hold.
NUMBERS = None
# Columns of dates; None as above.
DATES = None
# Columns of words or codes; None as above.
CATEGORIES = None


# %% Data
def named_features():
    """Returns the names of the columns to learn from; none where the table decides."""
    if NUMBERS is not None:
        return [*NUMBERS, *DATES, *CATEGORIES]
    return [name.strip() for name in FEATURES or ()]


def list_features(table):
    """Returns the names of the columns to learn from; unnamed columns are saved row numbers."""
    if NUMBERS is not None:
        return named_features()
    given = [name for name in table.columns if not name.startswith("Unnamed:")]
    names = named_features() or given
    others = [*find_targets(table), ID_COLUMN]
    return [name for name in names if name not in others]


def read_examples(data_dir):
    """Returns the rows of the table [n] and their targets [n]."""
    table = read_table(find_table(data_dir), [*named_targets(), *named_features()])
    return keep_labelled(table, read_targets(table, find_targets(table)))


def describe_inputs(items, targets, output_dir):
    """Prints what the columns of train hold; saves histograms of the first twelve numbers."""
    columns = items[list_features(items)].describe(include="all")
    print(columns.T.to_string(max_rows=60, na_rep="", float_format="{:.4g}".format))
    numbers, _, _ = find_roles(items)
    if numbers:
        plots = items[list(numbers[:12])].apply(to_numbers).hist(bins=30, figsize=(12, 8))
        save_figure(plots.flat[0].figure, output_dir, "numbers")


# %% Inference
def read_items(input_path, state):
    """Returns what names the rows of a table [n], and the rows."""
    table = read_table(input_path, named_features())
    return name_rows(table), table
