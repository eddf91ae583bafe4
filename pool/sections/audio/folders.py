"""Clips lie in one folder for each class. Needs files/class_folders."""

# %% Configuration
# Folder below the data folder that holds the class folders; "" is the data folder itself.
AUDIO_ROOT = ""


# %% Data
def read_examples(data_dir):
    """Returns the paths of the clips [n] and their classes [n]."""
    return read_class_folders(data_dir / AUDIO_ROOT)


# %% Inference
def find_example(data_dir):
    """Returns one .wav file of the data."""
    return next(path for path in list_files(data_dir / AUDIO_ROOT) if is_readable(str(path)))
