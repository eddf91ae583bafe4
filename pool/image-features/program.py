"""Classifies items by an image and a row of columns, with one branch of the network for each.

The data folder holds images and a table with one row per image: its file, columns that describe it
and its class; the result is a class and its probability per row.
"""

# %% Imports
import json
import math
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf
from PIL import Image, ImageOps
from keras import layers
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import (
    ConfusionMatrixDisplay,
    classification_report,
    confusion_matrix,
    f1_score,
)

# %% Configuration
SEED = 42
VALIDATION_SHARE = 0.15
TEST_SHARE = 0.15
BATCH_SIZE = 32
EPOCHS = 40
LEARNING_RATE = 0.001
# Epochs without a better validation loss before training stops.
PATIENCE = 10
SEPARATOR = ","
SHUFFLE_BUFFER = 2048
CLASS_COUNT = 3
CHANNELS = 3
IMAGE_SUFFIXES = (".bmp", ".gif", ".jpeg", ".jpg", ".png", ".ppm", ".tif", ".tiff", ".webp")
COLOUR_MODES = {1: "L", 3: "RGB", 4: "RGBA"}
# Height and width in pixels.
IMAGE_SIZE = (48, 48)
# Decoded images of a split stay in memory up to this many bytes; more are read again each epoch.
CACHE_BYTES = 2_000_000_000
DROPOUT_RATE = 0.3
IMAGE_FOLDER = "images"
IMAGE_COLUMN = "image"
# What the column's value lacks of the file name.
IMAGE_SUFFIX = ""
# The table, and the folder that holds its images ("" is the data folder).
TABLE_FILE = "items.csv"
TARGET = "label"
JOINT_UNITS = 64
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
def save_figure(figure, output_dir, name):
    """Writes a figure to output_dir/figures/name.png and frees it."""
    folder = output_dir / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    figure.tight_layout()
    figure.savefig(folder / f"{name}.png", dpi=120)
    plt.close(figure)


def keep_readable(paths):
    """Returns which files decode, bool [n]; the others are counted and named on standard error."""
    with ThreadPoolExecutor() as pool:
        readable = np.array(list(pool.map(is_readable, paths)), dtype=bool)
    skipped = [str(path) for path, good in zip(paths, readable, strict=True) if not good]
    if skipped:
        print(f"skipped {len(skipped)} unreadable: {', '.join(skipped[:20])}", file=sys.stderr)
    return readable


def list_images(folder):
    """Returns the image files at any depth below a folder, sorted; hidden files are left out."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in IMAGE_SUFFIXES
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def is_readable(path):
    """Tells whether an image file decodes to its last row."""
    try:
        read_image(path)
    except (OSError, EOFError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    return True


def read_image(path):
    """Returns one image file as uint8 [height, width, channels], whatever its format and depth."""
    with Image.open(path) as image:
        # JPEG files decode several times faster at a reduced scale that is still large enough.
        image.draft(None, (2 * max(IMAGE_SIZE), 2 * max(IMAGE_SIZE)))
        image = ImageOps.exif_transpose(image)
        if image.mode[0] in "IF":  # 16-bit and float pixels: stretch the file's own range to 0-255
            pixels = np.asarray(image, "float32")
            pixels = (pixels - pixels.min()) * 255 / max(float(np.ptp(pixels)), 1e-6)
            image = Image.fromarray(pixels.astype("uint8"))
        image = image.convert(COLOUR_MODES[CHANNELS])
        image = image.resize(IMAGE_SIZE[::-1], Image.Resampling.BILINEAR)
    return np.asarray(image, "uint8").reshape(*IMAGE_SIZE, CHANNELS)


def file_size(path):
    """Returns height and width of an image file in pixels, from its header alone."""
    with Image.open(path) as image:
        return image.height, image.width


def show_grid(images, titles, output_dir, name):
    """Saves nine images [n, height, width, channels] 0-255 with their titles as a 3x3 grid."""
    figure, axes = plt.subplots(3, 3, figsize=(8, 8))
    for axis in axes.flat:
        axis.axis("off")
    for axis, image, title in zip(axes.flat, images, titles, strict=False):
        axis.imshow(np.squeeze(image), cmap="gray", vmin=0, vmax=255)
        axis.set_title(title, fontsize=9)
    save_figure(figure, output_dir, name)


def split_by_class(numbers, validation_share=VALIDATION_SHARE, test_share=TEST_SHARE):
    """Returns shuffled rows of train, validation and test, in the same shares for every class."""
    generator = np.random.default_rng(SEED)
    parts = []
    for number in np.unique(numbers):
        members = generator.permutation(np.flatnonzero(numbers == number))
        # From three items on, a class is present in every split.
        fewest = 1 if len(members) >= 3 else 0
        shares = (validation_share, test_share)
        sizes = [max(fewest, round(len(members) * share)) if share else 0 for share in shares]
        validation, test, train = np.split(members, np.cumsum(sizes))
        parts.append((train, validation, test))
    return [generator.permutation(np.concatenate(part)) for part in zip(*parts, strict=True)]


def locate_images(folder, names):
    """Returns the file of each name, or None; nested folders and other suffixes are found too."""
    files = {}
    for path in list_images(folder):
        for key in (path.relative_to(folder).as_posix(), path.name, path.stem):
            files.setdefault(key.lower(), str(path))
    wanted = [f"{name.strip()}{IMAGE_SUFFIX}".lower() for name in names]
    keys = [(name, Path(name).name, Path(name).stem) for name in wanted]
    return [next((files[key] for key in row if key in files), None) for row in keys]


def open_table(path):
    """Returns the rows of a delimited table as text."""
    if not path.is_file():
        found = ", ".join(sorted(entry.name for entry in path.parent.glob("*"))[:20]) or "nothing"
        raise SystemExit(f"expected the table {path}, found in its folder: {found}")
    try:
        return pd.read_csv(path, sep=SEPARATOR, dtype=str, encoding="utf-8-sig")
    except UnicodeDecodeError:
        return pd.read_csv(
            path, sep=SEPARATOR, dtype=str, encoding="cp1252", encoding_errors="replace"
        )


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    splits = split_table(data_dir, limit)
    state = state or learn_state(splits["train"])
    train = make_dataset(splits["train"], state, batch_size, training=True)
    validation = make_dataset(splits["validation"], state, batch_size)
    test = make_dataset(splits["test"], state, batch_size)
    return Prepared(train, validation, test, state)


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


def split_table(data_dir, limit=None):
    """Returns {split: rows of the table}; each class is cut in the same shares."""
    needed = [IMAGE_COLUMN, TARGET]
    table = read_rows(data_dir / TABLE_FILE, data_dir / IMAGE_FOLDER, needed)
    class_names, numbers = np.unique(table[TARGET].to_numpy(dtype=str), return_inverse=True)
    if len(class_names) < 2:
        raise SystemExit(f"expected two or more classes in {TARGET}, found: {list(class_names)}")
    names = ("train", "validation", "test")
    return {
        name: table.iloc[rows[:limit]]
        for name, rows in zip(names, split_by_class(numbers), strict=True)
    }


def learn_state(train):
    """Returns class names, how to encode columns, and the sizes that the model takes."""
    class_names = sorted(train[TARGET].unique())
    columns = learn_columns(train)
    sizes = {"class_count": len(class_names), "table_width": table_width(columns)}
    return {"class_names": class_names, "columns": columns, "sizes": sizes}


def describe(data_dir, output_dir):
    """Prints rows, target and columns of the splits; saves a chart of the target and samples."""
    splits = split_table(data_dir)
    counts = pd.DataFrame({split: part[TARGET].value_counts() for split, part in splits.items()})
    print(counts.fillna(0).astype(int))
    axis = counts.plot.bar(stacked=True, figsize=(8, 4), xlabel=TARGET, ylabel="rows")
    save_figure(axis.figure, output_dir, "classes")
    train = splits["train"]
    for column in learn_columns(train):
        missing = int(train[column["name"]].isna().sum())
        values = column.get("values") or f"centre {column['centre']:.3g}"
        print(f"{column['name']}: {missing} missing in train, {values}")
    sizes = np.array([file_size(path) for path in train["path"][:500]])
    print(f"height x width from {sizes.min(axis=0)} to {sizes.max(axis=0)}, used as {IMAGE_SIZE}")
    titles = [f"{TARGET} {value}" for value in train[TARGET][:9]]
    show_grid([read_image(path) for path in train["path"][:9]], titles, output_dir, "samples")


# %% Preprocessing
def encode_labels(numbers):
    """Returns training targets [n] for class numbers [n]."""
    return np.asarray(numbers, dtype="int32")


def label_numbers(targets):
    """Returns class numbers [n] for training targets."""
    return np.asarray(targets, dtype="int32")


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


def make_dataset(table, state, batch_size, training=False):
    """Returns batches of ({"image", "table"}, targets); train is shuffled."""
    # Train may lack a class that is very rare; such rows cannot be scored.
    table = table[table[TARGET].isin(state["class_names"])]
    targets = encode_labels([state["class_names"].index(name) for name in table[TARGET]])
    items = (table["path"].to_numpy(dtype=str), encode_rows(table, state), targets)
    dataset = tf.data.Dataset.from_tensor_slices(items)
    dataset = dataset.map(load_item, num_parallel_calls=tf.data.AUTOTUNE)
    if len(table) * math.prod(IMAGE_SIZE) * CHANNELS <= CACHE_BYTES:
        dataset = dataset.cache()
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Model
def encode_image(image):
    """Returns features [n, filters] of images 0-255."""
    features = layers.Rescaling(1 / 255)(image)
    for filters in IMAGE_FILTERS:
        features = layers.Conv2D(filters, (3, 3), padding="same", activation="relu")(features)
        features = layers.MaxPooling2D((2, 2), padding="same")(features)
    return layers.GlobalAveragePooling2D()(features)


def build_model(class_count=CLASS_COUNT, table_width=TABLE_WIDTH, learning_rate=LEARNING_RATE):
    """Returns the compiled network: {"image": 0-255, "table": [n, width]} -> [n, class_count]."""
    image = keras.Input((*IMAGE_SIZE, CHANNELS), name="image")
    table = keras.Input((table_width,), name="table")
    columns = layers.Dense(TABLE_UNITS, activation="relu")(table)
    features = layers.Concatenate()([encode_image(image), columns])
    features = layers.Dense(JOINT_UNITS, activation="relu")(features)
    features = layers.Dropout(DROPOUT_RATE)(features)
    outputs = layers.Dense(class_count, activation="softmax")(features)
    model = keras.Model({"image": image, "table": table}, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% Training
def write_json(path, values):
    """Writes values as indented JSON."""
    path.write_text(json.dumps(values, indent=2), encoding="utf-8")


def make_callbacks(output_dir):
    """Returns callbacks that watch the validation loss, keep the best weights and log epochs."""
    return [
        keras.callbacks.ModelCheckpoint(output_dir / "model.keras", save_best_only=True),
        keras.callbacks.EarlyStopping(patience=PATIENCE, restore_best_weights=True),
        keras.callbacks.ReduceLROnPlateau(factor=0.5, patience=max(1, PATIENCE // 2)),
        keras.callbacks.CSVLogger(output_dir / "history.csv"),
        keras.callbacks.TerminateOnNaN(),
    ]


def plot_curves(history, output_dir):
    """Saves one panel per metric: train and validation by epoch."""
    names = [name for name in history if f"val_{name}" in history]
    figure, axes = plt.subplots(1, len(names), figsize=(5 * len(names), 4), squeeze=False)
    for axis, name in zip(axes.flat, names, strict=True):
        axis.plot(history[name], marker=".", label="train")
        axis.plot(history[f"val_{name}"], marker=".", label="validation")
        axis.set(title=name, xlabel="epoch")
        axis.legend()
    save_figure(figure, output_dir, "curves")


def train_model(
    data_dir,
    output_dir,
    epochs=EPOCHS,
    batch_size=BATCH_SIZE,
    learning_rate=LEARNING_RATE,
    limit=None,
):
    """Trains, writes model, state, history, configuration and curves, returns the history."""
    keras.utils.set_random_seed(SEED)
    output_dir.mkdir(parents=True, exist_ok=True)
    prepared = prepare(data_dir, batch_size, limit)
    write_json(output_dir / "preprocessing.json", prepared.state)
    model = build_model(**prepared.state["sizes"], learning_rate=learning_rate)
    history = model.fit(
        prepared.train,
        validation_data=prepared.validation,
        epochs=epochs,
        callbacks=make_callbacks(output_dir),
        shuffle=False,  # the dataset shuffles itself
        verbose=2,
    )
    config = {"epochs": epochs, "batch_size": batch_size, "learning_rate": learning_rate}
    config |= {"limit": limit, "seed": SEED, "keras": keras.__version__}
    write_json(output_dir / "config.json", config)
    plot_curves(history.history, output_dir)
    return history.history


# %% Evaluation
def state_verdict(metrics):
    """Returns one sentence: does the network beat the baseline and the simple reference."""
    sign = 1 if metrics["higher_is_better"] else -1
    few = ", too few to be sure" if metrics["test_size"] < 30 else ""
    facts = f"{metrics['metric']} {metrics['model']:.3g} on {metrics['test_size']} test items{few}"
    if sign * metrics["model"] <= sign * metrics["baseline"]:
        return f"{facts}: the network does not beat the {metrics['baseline_name']}; do not use it."
    if metrics["reference"] is None:
        return f"{facts}: the network beats the {metrics['baseline_name']}."
    if sign * metrics["model"] <= sign * metrics["reference"]:
        return f"{facts}: {metrics['reference_name']} does as well and is simpler; prefer it."
    return f"{facts}: the network beats {metrics['reference_name']} and is worth its cost."


def write_metrics(metrics, output_dir):
    """Adds the verdict, writes metrics.json and prints the scores side by side."""
    metrics["verdict"] = state_verdict(metrics)
    write_json(output_dir / "metrics.json", metrics)
    print(pd.Series(metrics).drop(["details", "verdict"]).to_string())
    print(metrics["verdict"])


def load_artifacts(output_dir):
    """Returns the trained model and the state it was trained with."""
    for name in ("model.keras", "preprocessing.json"):
        if not (output_dir / name).is_file():
            raise SystemExit(f"expected {name} in {output_dir}, found none: train the model first")
    state = json.loads((output_dir / "preprocessing.json").read_text(encoding="utf-8"))
    return keras.models.load_model(output_dir / "model.keras"), state


def bootstrap_interval(values):
    """Returns the 95 % bootstrap interval of the mean of values [n]."""
    generator = np.random.default_rng(SEED)
    means = [generator.choice(values, len(values)).mean() for _ in range(1000)]
    return [float(bound) for bound in np.percentile(means, (2.5, 97.5))]


def report_classes(numbers, predicted, class_names, output_dir):
    """Prints precision and recall of each class and saves the confusion matrix as class shares."""
    every = {"labels": range(len(class_names))}
    names = {"target_names": class_names, "zero_division": 0}
    print(classification_report(numbers, predicted, **every, **names))
    side = max(5, 0.4 * len(class_names))
    figure, axis = plt.subplots(figsize=(side, side))
    matrix = confusion_matrix(numbers, predicted, **every, normalize="true")
    display = ConfusionMatrixDisplay(matrix, display_labels=class_names)
    display.plot(ax=axis, cmap="Blues", xticks_rotation="vertical", colorbar=False)
    save_figure(figure, output_dir, "confusion")


def predicted_numbers(scores):
    """Returns class numbers [n] for model outputs [n, class_count]."""
    return np.argmax(scores, axis=-1)


def class_scores(scores):
    """Returns class probabilities [n, class_count] for model outputs."""
    return np.asarray(scores)


def plot_errors(images, numbers, scores, class_names, output_dir):
    """Saves the images whose true class got the least probability."""
    probabilities = class_scores(scores)
    predicted = predicted_numbers(scores)
    worst = np.argsort(probabilities[np.arange(len(numbers)), numbers])[:9]
    titles = [f"{class_names[numbers[row]]}, said {class_names[predicted[row]]}" for row in worst]
    show_grid(images[worst], titles, output_dir, "worst")


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


def score_baselines(train, rows, numbers, state):
    """Returns the accuracy of the majority class, and of gradient boosting on the columns alone."""
    train_numbers = np.array([state["class_names"].index(name) for name in train[TARGET]])
    majority = np.bincount(train_numbers).argmax()
    boosting = HistGradientBoostingClassifier(random_state=SEED)
    boosting.fit(encode_rows(train, state), train_numbers)
    return float(np.mean(numbers == majority)), float(boosting.score(rows, numbers))


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    prepared = prepare(data_dir, limit=limit, state=state)
    images, rows, targets, scores = collect(model, prepared.test)
    numbers, predicted = label_numbers(targets), predicted_numbers(scores)
    train = split_table(data_dir, limit)["train"]
    baseline, reference = score_baselines(train, rows, numbers, state)
    other_image, other_row = shuffle_branches(model, images, rows)
    metrics = {
        "metric": "accuracy",
        "higher_is_better": True,
        "model": float(np.mean(predicted == numbers)),
        "baseline": baseline,
        "reference": reference,
        "baseline_name": "majority class",
        "reference_name": "gradient boosting on the columns alone",
        "test_size": len(numbers),
        "details": {
            "macro_f1": float(f1_score(numbers, predicted, average="macro", zero_division=0)),
            "accuracy_interval": bootstrap_interval(predicted == numbers),
            "accuracy_with_other_images": float(np.mean(predicted_numbers(other_image) == numbers)),
            "accuracy_with_other_rows": float(np.mean(predicted_numbers(other_row) == numbers)),
        },
    }
    write_metrics(metrics, output_dir)
    report_classes(numbers, predicted, state["class_names"], output_dir)
    plot_errors(images, numbers, scores, state["class_names"], output_dir)
    return metrics


# %% Inference
def example_input(data_dir):
    """Returns the data's own table, to try the prediction with."""
    return data_dir / TABLE_FILE


def predict_items(input_path, output_dir, output_path):
    """Writes the rows of a table with the class and probabilities of each.

    The table has the columns of the training data, but for the target; its images lie beside it.
    """
    model, state = load_artifacts(output_dir)
    # The table's folder is the data folder, unless TABLE_FILE lies in a folder below it.
    data_dir = input_path.parents[len(Path(TABLE_FILE).parts) - 1]
    table = read_rows(input_path, data_dir / IMAGE_FOLDER, [IMAGE_COLUMN])
    rows, paths = encode_rows(table, state), list(table["path"])
    scores = []
    for start in range(0, len(paths), BATCH_SIZE):
        images = np.stack([read_image(path) for path in paths[start : start + BATCH_SIZE]])
        inputs = {"image": images, "table": rows[start : start + BATCH_SIZE]}
        scores.append(model.predict_on_batch(inputs))
    scores = np.concatenate(scores)
    names = [state["class_names"][number] for number in predicted_numbers(scores)]
    result = table.drop(columns="path").assign(prediction=names)
    columns = [f"probability_{name}" for name in state["class_names"]]
    result[columns] = class_scores(scores)
    output_path.parent.mkdir(parents=True, exist_ok=True)
    result.to_csv(output_path, index=False)
    return output_path
