"""Images and target images lie in two folders under the same names. Needs files/pairs."""

# %% Configuration
INPUT_FOLDER = "input"
TARGET_FOLDER = "target"
# What a target's name adds to its input's name.
TARGET_SUFFIX = ""
TARGET_CHANNELS = 3


# %% Data
def pair_files(data_dir):
    """Returns the paths of images [n] and of their targets [n]."""
    return join_files(data_dir / INPUT_FOLDER, data_dir / TARGET_FOLDER, TARGET_SUFFIX)
