"""What 3 programs share: example_input."""


# %% Inference
def example_input(data_dir):
    """Returns the data's own table, to try the prediction with."""
    return data_dir / TABLE_FILE
