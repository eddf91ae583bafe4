"""Describes images in words, with a convolutional encoder and a recurrent decoder with attention.

The data folder holds images and a table of captions, several rows per image; the result is one
sentence per image.
"""

# %% Imports
import json
import math
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
from keras import layers

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
SHUFFLE_BUFFER = 2048
CHANNELS = 3
IMAGE_SUFFIXES = (".bmp", ".gif", ".jpeg", ".jpg", ".png", ".ppm", ".tif", ".tiff", ".webp")
COLOUR_MODES = {1: "L", 3: "RGB", 4: "RGBA"}
# Height and width in pixels.
IMAGE_SIZE = (64, 64)
# Decoded images of a split stay in memory up to this many bytes; more are read again each epoch.
CACHE_BYTES = 2_000_000_000
DROPOUT_RATE = 0.3
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
# Recurrent layer of the decoder, and its units.
RECURRENT = layers.GRU
DECODER_UNITS = 128
# The first entries of the vocabulary: padding, rare words, begin and end of a caption.
MARKS = ("", "[unknown]", "[start]", "[end]")


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
    """Batches of ({"image": 0-255, "tokens": [n, length]}, next tokens [n, length]) and state."""

    train: tf.data.Dataset
    validation: tf.data.Dataset
    test: tf.data.Dataset
    state: dict


def read_table(data_dir):
    """Returns the rows that have all needed values and an image, with its file in "path"."""
    path = data_dir / TABLE_FILE
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
    """Returns train, validation and test as batches of (images and tokens, next tokens)."""
    return prepare(data_dir)[:3]


# %% Preprocessing
def learn_vocabulary(train):
    """Returns the state: marks and the most frequent words of the train captions."""
    counts = Counter(word for group in train.values() for words in group for word in words)
    frequent = [word for word, _ in counts.most_common(VOCABULARY_SIZE - len(MARKS))]
    vocabulary = [*MARKS, *frequent]
    return {"vocabulary": vocabulary, "sizes": {"vocabulary_size": len(vocabulary)}}


def encode_caption(words, numbers):
    """Returns a caption as token numbers, [SEQUENCE_LENGTH + 2]: start, words, end, padding."""
    known = [numbers.get(word, MARKS.index("[unknown]")) for word in words[:SEQUENCE_LENGTH]]
    tokens = [MARKS.index("[start]"), *known, MARKS.index("[end]")]
    return tokens + [0] * (SEQUENCE_LENGTH + 2 - len(tokens))


def load_item(path, tokens):
    """Reads one image inside a tf.data pipeline; the decoder's target is its input, one step on."""
    image = tf.numpy_function(read_image, [path], tf.uint8)
    image = tf.ensure_shape(image, (*IMAGE_SIZE, CHANNELS))
    return {"image": image, "tokens": tokens[:-1]}, tokens[1:]


def make_dataset(captions, state, batch_size, training=False):
    """Returns batches with one item per caption; train is shuffled."""
    numbers = {word: number for number, word in enumerate(state["vocabulary"])}
    pairs = [(path, words) for path, group in captions.items() for words in group]
    tokens = np.array([encode_caption(words, numbers) for _, words in pairs], dtype="int32")
    dataset = tf.data.Dataset.from_tensor_slices(([path for path, _ in pairs], tokens))
    dataset = dataset.map(load_item, num_parallel_calls=tf.data.AUTOTUNE)
    if len(pairs) * math.prod(IMAGE_SIZE) * CHANNELS <= CACHE_BYTES:
        dataset = dataset.cache()
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Model
def encode_image(image):
    """Returns the image 0-255 as a sequence of local features [n, places, DECODER_UNITS]."""
    features = layers.Rescaling(1 / 255)(image)
    for filters in ENCODER_FILTERS:
        features = layers.Conv2D(filters, (3, 3), padding="same", activation="relu")(features)
        features = layers.MaxPooling2D((2, 2), padding="same")(features)
    features = layers.Reshape((-1, features.shape[-1]))(features)
    return layers.Dense(DECODER_UNITS, activation="relu")(features)


def build_model(vocabulary_size=VOCABULARY_SIZE, learning_rate=LEARNING_RATE):
    """Returns the compiled network: {"image", "tokens"} -> [n, length, vocabulary_size]."""
    image = keras.Input((*IMAGE_SIZE, CHANNELS), name="image")
    tokens = keras.Input((SEQUENCE_LENGTH + 1,), dtype="int32", name="tokens")
    places = encode_image(image)
    summary = layers.GlobalAveragePooling1D()(places)
    # An LSTM has two states, the others one; both begin as a view of the whole image.
    state_count = 2 if RECURRENT is layers.LSTM else 1
    states = [layers.Dense(DECODER_UNITS, activation="tanh")(summary) for _ in range(state_count)]
    # Masked padding counts neither in loss nor in metrics.
    words = layers.Embedding(vocabulary_size, EMBEDDING_SIZE, mask_zero=True)(tokens)
    hidden = RECURRENT(DECODER_UNITS, return_sequences=True)(words, initial_state=states)
    seen = layers.AdditiveAttention()([hidden, places])
    features = layers.Concatenate()([hidden, seen])
    features = layers.Dropout(DROPOUT_RATE)(features)
    outputs = layers.Dense(vocabulary_size, activation="softmax")(features)
    model = keras.Model({"image": image, "tokens": tokens}, outputs)
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


def thumbnails(paths):
    """Returns mean-pooled thumbnails [n, values] of image files."""
    images = np.stack([read_image(path) for path in paths])
    small = tf.image.resize(images, (REFERENCE_SIDE, REFERENCE_SIDE), method="area")
    return small.numpy().reshape(len(images), -1)


def write_captions(model, images, vocabulary):
    """Returns a caption as a word list for each image [n, height, width, channels] 0-255.

    The decoder runs freely: each word it chooses is its next input, as in use.
    """
    tokens = np.zeros((len(images), SEQUENCE_LENGTH + 1), dtype="int32")
    tokens[:, 0] = MARKS.index("[start]")
    for step in range(SEQUENCE_LENGTH):
        scores = model.predict_on_batch({"image": images, "tokens": tokens})[:, step]
        # Padding, unknown and start are no words to say.
        scores[:, : MARKS.index("[end]")] = 0
        tokens[:, step + 1] = scores.argmax(axis=-1)
    captions = []
    for row in tokens[:, 1:]:
        ends = np.flatnonzero(row == MARKS.index("[end]"))
        length = ends[0] if len(ends) else SEQUENCE_LENGTH
        captions.append([vocabulary[number] for number in row[:length]])
    return captions


def caption_files(model, paths, vocabulary):
    """Returns a caption as a word list for each image file."""
    captions = []
    for start in range(0, len(paths), BATCH_SIZE):
        images = np.stack([read_image(path) for path in paths[start : start + BATCH_SIZE]])
        captions += write_captions(model, images, vocabulary)
    return captions


def count_grams(words, size):
    """Returns how often each run of so many words stands in a caption."""
    return Counter(tuple(words[start : start + size]) for start in range(len(words) - size + 1))


def bleu(candidates, references, longest=4):
    """Returns the corpus BLEU, 0-1, of captions against lists of true captions (all as words)."""
    matches, totals = np.zeros(longest), np.zeros(longest)
    length, closest = 0, 0
    for words, truths in zip(candidates, references, strict=True):
        length += len(words)
        closest += min((len(truth) for truth in truths), key=lambda size: abs(size - len(words)))
        for size in range(1, longest + 1):
            grams = count_grams(words, size)
            allowed = Counter()
            for truth in truths:
                allowed |= count_grams(truth, size)
            matches[size - 1] += (grams & allowed).total()
            totals[size - 1] += grams.total()
    if matches.min() == 0:
        return 0.0
    brevity = min(0.0, 1 - closest / length)
    return float(np.exp(brevity + np.mean(np.log(matches / totals))))


def caption_baselines(train, test_paths):
    """Returns captions by the most frequent train caption, and by the nearest train image."""
    counts = Counter(tuple(words) for group in train.values() for words in group)
    frequent = list(counts.most_common(1)[0][0])
    known = list(train)[:REFERENCE_ITEMS]
    pixels = thumbnails(known)
    distances = [np.square(pixels - item).sum(axis=1) for item in thumbnails(test_paths)]
    nearest = [train[known[row.argmin()]][0] for row in distances]
    return [frequent] * len(test_paths), nearest


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores captions of the test images against baselines, writes and returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    splits = split_captions(data_dir, limit)
    paths, truths = list(splits["test"]), list(splits["test"].values())
    captions = caption_files(model, paths, state["vocabulary"])
    frequent, nearest = caption_baselines(splits["train"], paths)
    prepared = prepare(data_dir, limit=limit, state=state)
    taught = model.evaluate(prepared.test, return_dict=True, verbose=0)
    metrics = {
        "metric": "bleu_4",
        "higher_is_better": True,
        "model": bleu(captions, truths),
        "baseline": bleu(frequent, truths),
        "reference": bleu(nearest, truths),
        "baseline_name": "most frequent train caption",
        "reference_name": "caption of the nearest train image",
        "test_size": len(paths),
        "details": {
            "bleu_1": bleu(captions, truths, longest=1),
            "exactly_a_true_caption": float(
                np.mean([words in group for words, group in zip(captions, truths, strict=True)])
            ),
            "next_word_accuracy": float(taught["accuracy"]),
        },
    }
    write_metrics(metrics, output_dir)
    titles = [" ".join(words)[:40] for words in captions]
    show_grid([read_image(path) for path in paths[:9]], titles, output_dir, "captions")
    return metrics


# %% Inference
def example_input(data_dir):
    """Returns one image file of the data, to try the prediction with."""
    return Path(list_images(data_dir / IMAGE_FOLDER)[0])


def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with a caption for one image file or a folder of them."""
    model, state = load_artifacts(output_dir)
    found = list_images(input_path) if input_path.is_dir() else [input_path]
    paths = [path for path, good in zip(found, keep_readable(found), strict=True) if good]
    if not paths:
        raise SystemExit(f"expected an image or a folder of images at {input_path}, found none")
    captions = caption_files(model, paths, state["vocabulary"])
    rows = pd.DataFrame({"file": [str(path) for path in paths]})
    rows["caption"] = [" ".join(words) for words in captions]
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows.to_csv(output_path, index=False)
    return output_path
