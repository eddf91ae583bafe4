"""Images without targets, at any depth below a folder: read_examples, describing.

Needs image/read.
"""

# %% Imports
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

# %% Configuration
# Folder below the data folder that holds the images, at any depth; "" is the data folder itself.
IMAGE_FOLDER = ""


# %% Data
def read_examples(data_dir):
    """Returns the paths of the images [n], also as their own targets [n]."""
    root = data_dir / IMAGE_FOLDER
    paths = np.array([str(path) for path in list_files(root)])
    if len(paths) < 3:
        found = ", ".join(sorted(path.name for path in data_dir.glob("*"))[:20]) or "nothing"
        raise SystemExit(f"expected three or more images in {root}, found in {data_dir}: {found}")
    return paths, paths


def describe_targets(splits, output_dir):
    """Prints the grey levels of train images; saves their histogram."""
    images = read_images(splits["train"][0][:200])
    print(f"grey levels: mean {images.mean():.1f}, standard deviation {images.std():.1f}")
    figure, axis = plt.subplots(figsize=(6, 4))
    axis.hist(images.ravel(), bins=64)
    axis.set(xlabel="grey level", ylabel="pixels", title=f"{len(images)} train images")
    save_figure(figure, output_dir, "grey_levels")


def describe_inputs(items, targets, output_dir):
    """Prints the sizes of image files; saves nine of them."""
    print_sizes(items)
    show_items(items, [Path(path).name for path in items[:9]], output_dir, "samples")


# %% Preprocessing
def learn_state(items, targets):
    """Returns what is known of the images, and the sizes that the model takes."""
    return learn_targets(targets)
