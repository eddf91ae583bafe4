"""Gives find_example: the folder of images itself."""


# %% Inference
def find_example(data_dir):
    """Returns the folder of images."""
    return data_dir / IMAGE_FOLDER
