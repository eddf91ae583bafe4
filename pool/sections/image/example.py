"""Gives find_example where images lie in IMAGE_FOLDER."""


# %% Inference
def find_example(data_dir):
    """Returns one image file of the data."""
    return next(path for path in list_files(data_dir / IMAGE_FOLDER) if is_readable(str(path)))
