"""What 2 programs share: IMAGE_ROOT, TRAIN_FOLDER, VALIDATION_FOLDER, TEST_FOLDER, ..."""


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
def list_class_files(root, class_names):
    """Returns file paths [n] and class numbers [n] of the class folders below a folder."""
    files = [(path, name) for name in class_names for path in list_images(root / name)]
    if not files:
        raise SystemExit(f"expected images of the classes {class_names} in {root}, found none")
    paths = np.array([str(path) for path, _ in files])
    return paths, np.array([class_names.index(name) for _, name in files], dtype="int32")


def split_files(data_dir, class_names, limit=None):
    """Returns {split: (file paths [n], class numbers [n])}, readable files only."""
    root = data_dir / IMAGE_ROOT
    folders = {"validation": VALIDATION_FOLDER, "test": TEST_FOLDER}
    paths, numbers = list_class_files(root / TRAIN_FOLDER, class_names)
    shares = (0 if VALIDATION_FOLDER else VALIDATION_SHARE, 0 if TEST_FOLDER else TEST_SHARE)
    parts = split_by_class(numbers, *shares)
    splits = {}
    for split, rows in zip(("train", "validation", "test"), parts, strict=True):
        splits[split] = (paths[rows], numbers[rows])
        if folders.get(split):
            splits[split] = list_class_files(root / folders[split], class_names)
        rows = np.random.default_rng(SEED).permutation(len(splits[split][0]))[:limit]
        rows = rows[keep_readable(splits[split][0][rows])]
        if len(rows) == 0:
            raise SystemExit(f"expected readable {split} images in {root}, found none")
        splits[split] = (splits[split][0][rows], splits[split][1][rows])
    return splits


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    root = data_dir / IMAGE_ROOT / TRAIN_FOLDER
    class_names = state["class_names"] if state else find_class_names(root)
    splits = split_files(data_dir, class_names, limit)
    state = state or {
        "class_names": class_names,
        "class_weights": balance_classes(splits["train"][1], len(class_names)),
        "sizes": {"class_count": len(class_names)},
    }
    train = make_dataset(*splits["train"], batch_size, training=True)
    validation = make_dataset(*splits["validation"], batch_size)
    test = make_dataset(*splits["test"], batch_size)
    return Prepared(train, validation, test, state)


def describe(data_dir, output_dir):
    """Prints items per split and class and the image sizes; saves class bars and samples."""
    class_names = find_class_names(data_dir / IMAGE_ROOT / TRAIN_FOLDER)
    splits = split_files(data_dir, class_names)
    counts = {
        split: np.bincount(numbers, minlength=len(class_names))
        for split, (_, numbers) in splits.items()
    }
    counts = pd.DataFrame(counts, index=class_names)
    print(counts, counts.sum().rename("all"), sep="\n")
    paths, numbers = splits["train"]
    sizes = np.array([file_size(path) for path in paths[:500]])
    print(f"height x width from {sizes.min(axis=0)} to {sizes.max(axis=0)}, used as {IMAGE_SIZE}")
    axis = counts.plot.bar(stacked=True, figsize=(8, 4), xlabel="class", ylabel="images")
    save_figure(axis.figure, output_dir, "classes")
    titles = [class_names[number] for number in numbers[:9]]
    show_grid([read_image(path) for path in paths[:9]], titles, output_dir, "samples")


# %% Preprocessing
def balance_classes(numbers, class_count):
    """Returns one weight per class, so that rare and common classes count alike in the loss."""
    counts = np.bincount(numbers, minlength=class_count)
    return [len(numbers) / (class_count * max(1, int(count))) for count in counts]


# %% Inference
def example_input(data_dir):
    """Returns one image file of the data, to try the prediction with."""
    root = data_dir / IMAGE_ROOT / (TEST_FOLDER or TRAIN_FOLDER)
    return next(path for path in list_images(root) if is_readable(path))
