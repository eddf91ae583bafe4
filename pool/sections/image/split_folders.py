"""Images lie in one folder for each class inside folders for train, validation and test.

Needs files/class_folders.
"""

# %% Imports
import numpy as np
import pandas as pd

# %% Configuration
# Folder below the data folder that holds the split folders; "" is the data folder itself.
IMAGE_ROOT = ""
# Folders of class folders; None: that split is cut from train.
TRAIN_FOLDER = "train"
VALIDATION_FOLDER = None
TEST_FOLDER = "test"


# %% Data
def read_examples(data_dir):
    """Returns the paths of the images [n], their classes [n] and the split [n] each lies in."""
    folders = {"train": TRAIN_FOLDER, "validation": VALIDATION_FOLDER, "test": TEST_FOLDER}
    folders = {split: folder for split, folder in folders.items() if folder}
    parts = {
        split: read_class_folders(data_dir / IMAGE_ROOT / folder)
        for split, folder in folders.items()
    }
    paths = np.concatenate([paths for paths, _ in parts.values()])
    labels = pd.concat([labels.astype("str") for _, labels in parts.values()], ignore_index=True)
    given = np.repeat(list(parts), [len(paths) for paths, _ in parts.values()])
    return paths, as_classes(labels), given


# %% Inference
def find_example(data_dir):
    """Returns one image file of the data."""
    root = data_dir / IMAGE_ROOT / (TEST_FOLDER or TRAIN_FOLDER)
    return next(path for path in list_files(root) if is_readable(str(path)))
