"""A table names the images and their targets. Needs files/locate and table/target."""

# %% Configuration
# Folder that holds the images; "" is the data folder.
IMAGE_FOLDER = "images"
IMAGE_COLUMN = "image"
# What the column's value lacks of the file name; files are found with and without it.
IMAGE_SUFFIX = ""


# %% Data
def read_rows(path, data_dir, others=()):
    """Returns the rows of a table that name an image, its file in "path"; others are columns."""
    return read_file_rows(path, data_dir / IMAGE_FOLDER, IMAGE_COLUMN, IMAGE_SUFFIX, others)
