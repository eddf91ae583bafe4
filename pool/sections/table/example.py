"""Gives find_example where the data are a table. Needs table/open."""


# %% Inference
def find_example(data_dir):
    """Returns the table itself."""
    return find_table(data_dir)
