"""Images lie in one folder for each class. Needs files/class_folders."""

# %% Configuration
# Folder below the data folder that holds the class folders; "" is the data folder itself.
IMAGE_ROOT = ""


# %% Data
def read_examples(data_dir):
    """Returns the paths of the images [n] and their classes [n]."""
    return read_class_folders(data_dir / IMAGE_ROOT)


# %% Inference
def find_example(data_dir):
    """Returns one image file of the data."""
    return next(path for path in list_files(data_dir / IMAGE_ROOT) if is_readable(str(path)))
