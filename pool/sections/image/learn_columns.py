"""What 2 programs share: FEATURES, CATEGORICAL, IMAGE_FILTERS, TABLE_UNITS, ..."""


# %% Imports
from keras import layers
from typing import NamedTuple
import numpy as np
import pandas as pd
import sys
import tensorflow as tf


# %% Configuration
# Columns that are inputs beside the image; None: all but image and target.
FEATURES = ("width", "weight", "group", "code")
# Columns of numbers that are codes, not amounts.
CATEGORICAL = ("code",)
# Filters of each convolution block of the image branch; a block halves the image.
IMAGE_FILTERS = (32, 64)
# Units of the table branch, and of the layer that joins both.
TABLE_UNITS = 32
# Width of an encoded row; the train split says the real one.
TABLE_WIDTH = 10
# Most values of a column of words or codes that are told apart; rarer ones count as none of them.
MOST_VALUES = 20


# %% Data
class Prepared(NamedTuple):
    """Batches of ({"image": 0-255, "table": [n, width]}, targets [n]), and the state."""

    train: tf.data.Dataset
    validation: tf.data.Dataset
    test: tf.data.Dataset
    state: dict


def read_rows(path, folder, needed):
    """Returns the complete rows of a table as text, the image file below folder in "path"."""
    table = open_table(path)
    if missing := [column for column in [*needed, *(FEATURES or ())] if column not in table]:
        raise SystemExit(f"expected the columns {missing} in {path}, found: {list(table)}")
    table = table.dropna(subset=needed)
    table["path"] = locate_images(folder, table[IMAGE_COLUMN])
    absent = table.loc[table["path"].isna(), IMAGE_COLUMN]
    if len(absent):
        print(f"skipped {len(absent)} without a file: {', '.join(absent[:20])}", file=sys.stderr)
    table = table.dropna(subset="path")
    table = table[keep_readable(table["path"])].reset_index(drop=True)
    if table.empty:
        raise SystemExit(f"expected the images of {path} in {folder}, found none")
    return table


def load_data(data_dir):
    """Returns train, validation and test as batches of (image and table row, target)."""
    return prepare(data_dir)[:3]


# %% Preprocessing
def learn_columns(train):
    """Returns how to encode each feature: a number's centre and scale, or the known values."""
    others = (IMAGE_COLUMN, TARGET, "path")
    columns = []
    for name in FEATURES or [name for name in train.columns if name not in others]:
        values = train[name].dropna()
        numbers = pd.to_numeric(values, errors="coerce").dropna()
        if name not in (CATEGORICAL or ()) and len(numbers) and len(numbers) == len(values):
            spread = float(numbers.std(ddof=0)) or 1.0
            columns.append({"name": name, "centre": float(numbers.median()), "scale": spread})
        else:
            # A value seen once says nothing; this also drops names and ids.
            counts = values.value_counts()
            known = sorted(counts[counts > 1].index[:MOST_VALUES])
            columns.append({"name": name, "values": known})
    return columns


def table_width(columns):
    """Returns the width of an encoded row; at least 1, so that the branch has an input."""
    return max(1, sum(len(column.get("values", "12")) for column in columns))


def encode_rows(table, state):
    """Returns rows as float32 [n, width]: scaled numbers with a missing flag, values as 0/1."""
    parts = [np.zeros((len(table), 0))]
    for column in state["columns"]:
        if "values" in column:
            parts.append(table[column["name"]].to_numpy()[:, None] == np.array([column["values"]]))
        else:
            numbers = pd.to_numeric(table[column["name"]], errors="coerce").to_numpy("float64")
            missing = ~np.isfinite(numbers)
            scaled = (np.where(missing, column["centre"], numbers) - column["centre"]) / column[
                "scale"
            ]
            parts.append(np.stack([np.clip(scaled, -10, 10), missing], axis=1))
    rows = np.concatenate(parts, axis=1).astype("float32")
    return rows if rows.shape[1] else np.zeros((len(table), 1), "float32")


def load_item(path, row, target):
    """Reads one image inside a tf.data pipeline: path -> uint8 [height, width, channels]."""
    image = tf.numpy_function(read_image, [path], tf.uint8)
    return {"image": tf.ensure_shape(image, (*IMAGE_SIZE, CHANNELS)), "table": row}, target


# %% Model
def encode_image(image):
    """Returns features [n, filters] of images 0-255."""
    features = layers.Rescaling(1 / 255)(image)
    for filters in IMAGE_FILTERS:
        features = layers.Conv2D(filters, (3, 3), padding="same", activation="relu")(features)
        features = layers.MaxPooling2D((2, 2), padding="same")(features)
    return layers.GlobalAveragePooling2D()(features)


# %% Evaluation
def collect(model, dataset):
    """Returns images, rows, targets and model outputs of a dataset, in one pass."""
    images, rows, targets, scores = [], [], [], []
    for inputs, batch_targets in dataset:
        images.append(inputs["image"].numpy())
        rows.append(inputs["table"].numpy())
        targets.append(batch_targets.numpy())
        scores.append(model.predict_on_batch(inputs))
    return [np.concatenate(parts) for parts in (images, rows, targets, scores)]


def shuffle_branches(model, images, rows):
    """Returns model outputs with images, and with rows, moved to other items: what each tells."""
    order = np.random.default_rng(SEED).permutation(len(images))
    both = ((images[order], rows), (images, rows[order]))
    return [
        model.predict({"image": image, "table": row}, batch_size=BATCH_SIZE, verbose=0)
        for image, row in both
    ]
