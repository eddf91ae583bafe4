"""Images and masks lie in two folders under the same names: pair_files, read_mask.

Needs files/pairs and image/read.
"""

# %% Imports
import numpy as np
from PIL import Image

# %% Configuration
IMAGE_FOLDER = "images"
MASK_FOLDER = "masks"
# What a mask's name adds to its image's name.
MASK_SUFFIX = ""
# Grey value of each class in the mask files, in class order.
MASK_VALUES = (0, 1)


# %% Data
def pair_files(data_dir):
    """Returns the paths of images [n] and of their masks [n]."""
    return join_files(data_dir / IMAGE_FOLDER, data_dir / MASK_FOLDER, MASK_SUFFIX)


def read_mask(path):
    """Returns one mask file as class numbers, uint8 [height, width], from its grey values."""
    with Image.open(path) as image:
        # A palette may hold the class values themselves; otherwise its colours count.
        direct = image.mode == "P" and set(np.unique(image).tolist()) <= set(MASK_VALUES)
        if not direct and image.mode[0] not in "IF":
            image = image.convert("L")
        grey = np.asarray(image.resize(IMAGE_SIZE[::-1], Image.Resampling.NEAREST), "float32")
    # The nearest class value, since lossy files blur the values a little.
    return np.argmin(np.abs(grey[..., None] - np.array(MASK_VALUES)), axis=-1).astype("uint8")
