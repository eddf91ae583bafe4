"""Says how well a text fits an image, with one encoder for images and one for texts.

The data folder holds images and a table of captions, several rows per image; the result is a score
from 0 (does not fit) to 1 (fits) for each row of a table of images and texts.
"""

# %% Imports
import json
import re
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf
from PIL import Image, ImageOps
from keras import layers, ops
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge
from sklearn.metrics import roc_auc_score

# %% Configuration
SEED = 42
VALIDATION_SHARE = 0.15
TEST_SHARE = 0.15
BATCH_SIZE = 32
EPOCHS = 40
LEARNING_RATE = 0.001
# Epochs without a better validation loss before training stops.
PATIENCE = 8
SEPARATOR = ","
CHANNELS = 3
IMAGE_SUFFIXES = (".bmp", ".gif", ".jpeg", ".jpg", ".png", ".ppm", ".tif", ".tiff", ".webp")
COLOUR_MODES = {1: "L", 3: "RGB", 4: "RGBA"}
# Height and width in pixels.
IMAGE_SIZE = (64, 64)
DROPOUT_RATE = 0.2
# The simple reference sees thumbnails of this side, from at most so many train images.
REFERENCE_SIDE = 16
REFERENCE_ITEMS = 2000
IMAGE_FOLDER = "images"
IMAGE_COLUMN = "image"
# What the column's value lacks of the file name; files are found with and without it.
IMAGE_SUFFIX = ""
EMBEDDING_SIZE = 64
# The table of captions, and the folder that holds its images ("" is the data folder).
TABLE_FILE = "captions.csv"
CAPTION_COLUMN = "caption"
# Most words that are told apart, and most words of a caption; longer ones are cut.
VOCABULARY_SIZE = 2000
SEQUENCE_LENGTH = 16
# Filters of each convolution block of the image encoder; a block halves the image.
ENCODER_FILTERS = (32, 64, 128)
TEXT_UNITS = 64
# Recurrent layer of the text encoder, and its units.
RECURRENT = layers.GRU
# Length of the codes in which images and texts are compared.
CODE_SIZE = 64
# The first entries of the vocabulary: padding and rare words.
MARKS = ("", "[unknown]")


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


def split_rows(count):
    """Returns shuffled rows of train, validation and test for a number of items."""
    order = np.random.default_rng(SEED).permutation(count)
    sizes = [max(1, round(count * share)) for share in (VALIDATION_SHARE, TEST_SHARE)]
    validation, test, train = np.split(order, np.cumsum(sizes))
    return train, validation, test


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


def split_words(caption):
    """Returns the words of a caption in lower case, without punctuation."""
    return re.findall(r"[^\W_]+(?:['’][^\W_]+)?", caption.lower())


def split_captions(data_dir, limit=None):
    """Returns {split: {file path: list of captions as word lists}}; no image is in two splits."""
    table = read_table(data_dir)
    captions = {}
    for path, caption in zip(table["path"], table[CAPTION_COLUMN], strict=True):
        if words := split_words(caption):
            captions.setdefault(path, []).append(words)
    paths = np.array(sorted(captions))
    if len(paths) < 3:
        raise SystemExit(f"expected captions of three or more images, found {len(paths)}")
    splits = {}
    for split, rows in zip(("train", "validation", "test"), split_rows(len(paths)), strict=True):
        part = paths[rows[:limit]]
        part = part[keep_readable(part)]
        if len(part) == 0:
            raise SystemExit(f"expected readable {split} images in {data_dir}, found none")
        splits[split] = {str(path): captions[path] for path in part}
    return splits


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most images per split."""
    splits = split_captions(data_dir, limit)
    state = state or learn_vocabulary(splits["train"])
    train = make_dataset(splits["train"], state, batch_size, training=True)
    validation = make_dataset(splits["validation"], state, batch_size)
    test = make_dataset(splits["test"], state, batch_size)
    return Prepared(train, validation, test, state)


def describe(data_dir, output_dir):
    """Prints images, captions and words per split; saves samples and a histogram of lengths."""
    splits = split_captions(data_dir)
    for split, captions in splits.items():
        print(f"{split}: {len(captions)} images, {sum(map(len, captions.values()))} captions")
    train = splits["train"]
    lengths = np.array([len(words) for group in train.values() for words in group])
    longest = int(np.percentile(lengths, 95))
    print(f"words per caption: 95 % have at most {longest}, cut after {SEQUENCE_LENGTH}")
    sizes = np.array([file_size(path) for path in list(train)[:500]])
    print(f"height x width from {sizes.min(axis=0)} to {sizes.max(axis=0)}, used as {IMAGE_SIZE}")
    figure, axis = plt.subplots(figsize=(6, 4))
    axis.hist(lengths, bins=range(1, lengths.max() + 2))
    axis.set(xlabel="words per caption", ylabel="captions")
    save_figure(figure, output_dir, "caption_lengths")
    titles = [" ".join(group[0])[:40] for group in train.values()]
    show_grid([read_image(path) for path in list(train)[:9]], titles, output_dir, "samples")


class Prepared(NamedTuple):
    """Batches of ({"image": 0-255, "tokens": [n, SEQUENCE_LENGTH]}, fits: 0 or 1 [n]) and state."""

    train: tf.data.Dataset
    validation: tf.data.Dataset
    test: tf.data.Dataset
    state: dict


def read_table(data_dir, path=None):
    """Returns the complete rows of TABLE_FILE or another table, the image file in "path"."""
    path = path or data_dir / TABLE_FILE
    table = open_table(path)
    needed = [IMAGE_COLUMN, CAPTION_COLUMN]
    if missing := [column for column in needed if column not in table]:
        raise SystemExit(f"expected the columns {missing} in {path}, found: {list(table)}")
    table = table.dropna(subset=needed)
    table["path"] = locate_images(data_dir / IMAGE_FOLDER, table[IMAGE_COLUMN])
    absent = table.loc[table["path"].isna(), IMAGE_COLUMN]
    if len(absent):
        print(f"skipped {len(absent)} without a file: {', '.join(absent[:20])}", file=sys.stderr)
    table = table.dropna(subset="path").reset_index(drop=True)
    if table.empty:
        raise SystemExit(f"expected the images of {path} in {data_dir / IMAGE_FOLDER}, found none")
    return table


def load_data(data_dir):
    """Returns train, validation and test as batches of (images and tokens, fits or not)."""
    return prepare(data_dir)[:3]


# %% Preprocessing
def learn_vocabulary(train):
    """Returns the state: marks and the most frequent words of the train captions."""
    counts = Counter(word for group in train.values() for words in group for word in words)
    frequent = [word for word, _ in counts.most_common(VOCABULARY_SIZE - len(MARKS))]
    vocabulary = [*MARKS, *frequent]
    return {"vocabulary": vocabulary, "sizes": {"vocabulary_size": len(vocabulary)}}


def encode_captions(captions, state):
    """Returns captions (word lists) as token numbers, int32 [n, SEQUENCE_LENGTH], padded behind."""
    numbers = {word: number for number, word in enumerate(state["vocabulary"])}
    tokens = np.zeros((len(captions), SEQUENCE_LENGTH), dtype="int32")
    for row, words in zip(tokens, captions, strict=True):
        known = [numbers.get(word, MARKS.index("[unknown]")) for word in words[:SEQUENCE_LENGTH]]
        row[: len(known)] = known
    return tokens


def draw_pairs(captions, generator):
    """Returns paths, captions and fits (0 or 1): each caption with its image and with another's."""
    pairs = [(path, words, 1.0) for path, group in captions.items() for words in group]
    texts = [words for _, words, _ in pairs]
    for path, _, _ in list(pairs):
        other = texts[generator.integers(len(texts))]
        # The same words may stand below both images: that is no mismatch.
        if other not in captions[path]:
            pairs.append((path, other, 0.0))
    pairs = [pairs[row] for row in generator.permutation(len(pairs))]
    paths, texts, fits = zip(*pairs, strict=True)
    return list(paths), list(texts), np.array(fits, dtype="float32")


def load_item(path, tokens, fits):
    """Reads one image inside a tf.data pipeline."""
    image = tf.numpy_function(read_image, [path], tf.uint8)
    return {"image": tf.ensure_shape(image, (*IMAGE_SIZE, CHANNELS)), "tokens": tokens}, fits


def make_dataset(captions, state, batch_size, training=False):
    """Returns batches of pairs; train draws new mismatches each epoch, the others keep theirs."""
    kept = np.random.default_rng(SEED)

    def draw():
        generator = kept if training else np.random.default_rng(SEED)
        paths, texts, fits = draw_pairs(captions, generator)
        yield from zip(paths, encode_captions(texts, state), fits, strict=True)

    signature = (
        tf.TensorSpec((), tf.string),
        tf.TensorSpec((SEQUENCE_LENGTH,), tf.int32),
        tf.TensorSpec((), tf.float32),
    )
    dataset = tf.data.Dataset.from_generator(draw, output_signature=signature)
    dataset = dataset.map(load_item, num_parallel_calls=tf.data.AUTOTUNE)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Model
@keras.saving.register_keras_serializable(package="project")
class CodeMatch(layers.Layer):
    """Turns the cosine of two codes [n, size] of unit length into a score [n, 1], 0 to 1."""

    def build(self, input_shapes):
        """Adds how steeply the score rises with the cosine, and from where."""
        self.steepness = self.add_weight(shape=(), initializer=keras.initializers.Constant(5.0))
        self.offset = self.add_weight(shape=(), initializer="zeros")

    def call(self, inputs):
        """Returns the sigmoid of the scaled cosine."""
        image_codes, text_codes = inputs
        cosine = ops.sum(image_codes * text_codes, axis=-1, keepdims=True)
        return ops.sigmoid(self.steepness * cosine + self.offset)

    def get_config(self):
        """Returns the layer's arguments; it has none of its own."""
        return super().get_config()


def encode_image(image):
    """Returns codes [n, CODE_SIZE] of unit length for images 0-255."""
    features = layers.Rescaling(1 / 255)(image)
    for filters in ENCODER_FILTERS:
        features = layers.Conv2D(filters, (3, 3), padding="same", activation="relu")(features)
        features = layers.MaxPooling2D((2, 2), padding="same")(features)
    features = layers.GlobalAveragePooling2D()(features)
    features = layers.Dense(CODE_SIZE)(features)
    return layers.UnitNormalization()(features)


def encode_text(tokens, vocabulary_size):
    """Returns codes [n, CODE_SIZE] of unit length for token numbers [n, SEQUENCE_LENGTH]."""
    features = layers.Embedding(vocabulary_size, EMBEDDING_SIZE, mask_zero=True)(tokens)
    features = RECURRENT(TEXT_UNITS)(features)
    features = layers.Dropout(DROPOUT_RATE)(features)
    features = layers.Dense(CODE_SIZE)(features)
    return layers.UnitNormalization()(features)


def build_model(vocabulary_size=VOCABULARY_SIZE, learning_rate=LEARNING_RATE):
    """Returns the compiled network: {"image", "tokens"} -> how well they fit [n, 1], 0 to 1."""
    image = keras.Input((*IMAGE_SIZE, CHANNELS), name="image")
    tokens = keras.Input((SEQUENCE_LENGTH,), dtype="int32", name="tokens")
    outputs = CodeMatch()([encode_image(image), encode_text(tokens, vocabulary_size)])
    model = keras.Model({"image": image, "tokens": tokens}, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="binary_crossentropy",
        metrics=["accuracy", keras.metrics.AUC(name="auc")],
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
    classes = {"CodeMatch": CodeMatch}
    return keras.models.load_model(output_dir / "model.keras", custom_objects=classes), state


def score_pairs(model, paths, captions, state):
    """Returns the scores [n] of image files and captions (word lists)."""
    tokens = encode_captions(captions, state)
    scores = []
    for start in range(0, len(paths), BATCH_SIZE):
        images = np.stack([read_image(path) for path in paths[start : start + BATCH_SIZE]])
        batch = {"image": images, "tokens": tokens[start : start + BATCH_SIZE]}
        scores.append(model.predict_on_batch(batch)[:, 0])
    return np.concatenate(scores)


def thumbnails(paths):
    """Returns mean-pooled thumbnails [n, values] 0-1 of image files."""
    images = np.stack([read_image(path) for path in paths]) / np.float32(255)
    small = tf.image.resize(images, (REFERENCE_SIDE, REFERENCE_SIDE), method="area")
    return small.numpy().reshape(len(images), -1)


def score_reference(train, paths, captions):
    """Returns scores [n] of ridge regression from thumbnails to the words of their captions."""
    known = list(train)[:REFERENCE_ITEMS]
    joined = [" ".join(word for words in train[path] for word in words) for path in known]
    vectorizer = TfidfVectorizer(token_pattern=r"\S+", max_features=VOCABULARY_SIZE)
    ridge = Ridge(alpha=10.0).fit(thumbnails(known), vectorizer.fit_transform(joined).toarray())
    expected = ridge.predict(thumbnails(paths))
    words = vectorizer.transform([" ".join(caption) for caption in captions]).toarray()
    norms = np.linalg.norm(expected, axis=1) * np.linalg.norm(words, axis=1)
    return np.sum(expected * words, axis=1) / np.maximum(norms, 1e-9)


def score_texts_alone(train, captions):
    """Returns scores [n] that do not look at the image: how often train says the caption."""
    counts = Counter(tuple(words) for group in train.values() for words in group)
    return np.array([counts[tuple(words)] for words in captions])


def plot_scores(fits, scores, output_dir):
    """Saves the histograms of scores of fitting and of other captions."""
    figure, axis = plt.subplots(figsize=(6, 4))
    bins = np.linspace(0, 1, 31)
    axis.hist(scores[fits == 0], bins, alpha=0.6, label="other image's caption")
    axis.hist(scores[fits == 1], bins, alpha=0.6, label="own caption")
    axis.set(xlabel="score", ylabel="pairs")
    axis.legend()
    save_figure(figure, output_dir, "scores")


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores test pairs against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    splits = split_captions(data_dir, limit)
    paths, captions, fits = draw_pairs(splits["test"], np.random.default_rng(SEED))
    if len(np.unique(fits)) < 2:
        raise SystemExit("expected captions that differ between test images, found none")
    scores = score_pairs(model, paths, captions, state)
    metrics = {
        "metric": "roc_auc",
        "higher_is_better": True,
        "model": float(roc_auc_score(fits, scores)),
        "baseline": float(roc_auc_score(fits, score_texts_alone(splits["train"], captions))),
        "reference": float(roc_auc_score(fits, score_reference(splits["train"], paths, captions))),
        "baseline_name": "frequency of the caption, image unseen",
        "reference_name": "ridge regression from thumbnails to words",
        "test_size": len(fits),
        "details": {"accuracy_at_half": float(np.mean((scores > 0.5) == (fits == 1)))},
    }
    write_metrics(metrics, output_dir)
    plot_scores(fits, scores, output_dir)
    worst = np.argsort(-np.abs(fits - scores))[:9]
    titles = [f"{scores[row]:.2f}: {' '.join(captions[row])[:34]}" for row in worst]
    show_grid([read_image(paths[row]) for row in worst], titles, output_dir, "worst")
    return metrics


# %% Inference
def example_input(data_dir):
    """Returns the data's own table, to try the prediction with."""
    return data_dir / TABLE_FILE


def predict_items(input_path, output_dir, output_path):
    """Writes the rows of a table of images and texts with the score of each.

    The table has the columns of the training data; its images lie in the same place beside it.
    """
    model, state = load_artifacts(output_dir)
    # The table's folder is the data folder, unless the table lies in a folder below it.
    data_dir = input_path.parents[len(Path(TABLE_FILE).parts) - 1]
    table = read_table(data_dir, input_path)
    table = table[keep_readable(table["path"])]
    captions = [split_words(caption) for caption in table[CAPTION_COLUMN]]
    table = table.assign(score=score_pairs(model, list(table["path"]), captions, state))
    output_path.parent.mkdir(parents=True, exist_ok=True)
    table.drop(columns="path").to_csv(output_path, index=False)
    return output_path
