"""What 3 programs share: TABLE_FILE, example_input."""


# %% Configuration
# The table that names images, and the folder that holds them ("" is the data folder).
TABLE_FILE = "labels.csv"


# %% Inference
def example_input(data_dir):
    """Returns one image file of the data, to try the prediction with."""
    return next(path for path in list_images(data_dir / IMAGE_FOLDER) if is_readable(path))
