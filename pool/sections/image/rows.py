"""Each row of a table is an image with a target: read_examples, find_example.

Needs image/table and table/target.
"""


# %% Data
def read_examples(data_dir):
    """Returns the paths of the images [n] that the table names, and their targets [n]."""
    table = read_rows(find_table(data_dir), data_dir, named_targets())
    table = table.drop_duplicates("path", ignore_index=True)
    targets = read_targets(table, find_targets(table, (IMAGE_COLUMN, "path")))
    return keep_labelled(table["path"].to_numpy(dtype=str), targets)
