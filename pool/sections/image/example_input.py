"""What 5 programs share: example_input."""


# %% Imports
from pathlib import Path


# %% Inference
def example_input(data_dir):
    """Returns one image file of the data, to try the prediction with."""
    return Path(list_images(data_dir / IMAGE_FOLDER)[0])
