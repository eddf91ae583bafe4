"""What the program image-ocr alone has."""


# %% Imports
from collections import Counter
from keras import layers
from keras import ops
from typing import NamedTuple
import keras
import math
import numpy as np
import pandas as pd
import sys
import tensorflow as tf


# %% Configuration
# The column that holds the text.
TARGET = "text"
# Height and width in pixels; a text line is wide.
IMAGE_SIZE = (32, 128)
# Filters of each convolution block; a block halves the height, and the width where text allows.
FILTERS = (32, 64)
# Recurrent layer that reads from both ends, and its units.
RECURRENT = layers.LSTM
# Different characters and most characters of a text; the train split says the real ones.
CHARACTER_COUNT = 10
TEXT_LENGTH = 4


# %% Data
class Prepared(NamedTuple):
    """Batches of images [n, height, width, channels] 0-255 with characters, and the state."""

    train: tf.data.Dataset
    validation: tf.data.Dataset
    test: tf.data.Dataset
    state: dict


def read_table(data_dir):
    """Returns the rows that have all needed values and an image, with its file in "path"."""
    path = data_dir / TABLE_FILE
    table = open_table(path)
    needed = [IMAGE_COLUMN, TARGET]
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


def split_texts(data_dir, limit=None):
    """Returns {split: (file paths [n], texts [n])}, readable files only."""
    table = read_table(data_dir).drop_duplicates("path")
    paths, texts = table["path"].to_numpy(dtype=str), table[TARGET].str.strip().to_numpy(dtype=str)
    splits = {}
    for split, rows in zip(("train", "validation", "test"), split_rows(len(paths)), strict=True):
        rows = rows[:limit]
        rows = rows[keep_readable(paths[rows])]
        if len(rows) == 0:
            raise SystemExit(f"expected readable {split} images in {data_dir}, found none")
        splits[split] = (paths[rows], texts[rows])
    return splits


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    splits = split_texts(data_dir, limit)
    state = state or learn_characters(splits["train"][1])
    train = make_dataset(*splits["train"], state, batch_size, training=True)
    validation = make_dataset(*splits["validation"], state, batch_size)
    test = make_dataset(*splits["test"], state, batch_size)
    return Prepared(train, validation, test, state)


def load_data(data_dir):
    """Returns train, validation and test as batches of (images, characters)."""
    return prepare(data_dir)[:3]


def describe(data_dir, output_dir):
    """Prints images, lengths and characters per split; saves character counts and samples."""
    splits = split_texts(data_dir)
    for split, (_, texts) in splits.items():
        lengths = [len(text) for text in texts]
        print(f"{split}: {len(texts)} images, texts of {min(lengths)} to {max(lengths)} characters")
    paths, texts = splits["train"]
    sizes = np.array([file_size(path) for path in paths[:500]])
    print(f"height x width from {sizes.min(axis=0)} to {sizes.max(axis=0)}, used as {IMAGE_SIZE}")
    counts = pd.Series(Counter("".join(texts))).sort_index()
    print(f"{len(counts)} characters in train: {''.join(counts.index)}")
    axis = counts.plot.bar(figsize=(8, 4), xlabel="character", ylabel="times in train")
    save_figure(axis.figure, output_dir, "characters")
    show_grid([read_image(path) for path in paths[:9]], texts[:9], output_dir, "samples")


# %% Preprocessing
def learn_characters(texts):
    """Returns the state: the characters of train and its longest text."""
    characters = sorted(set("".join(texts)))
    sizes = {"character_count": len(characters), "text_length": max(map(len, texts))}
    return {"characters": characters, "sizes": sizes}


def encode_texts(texts, state):
    """Returns texts as int32 [n, text_length]; 0 is padding, the first character is 1.

    Characters that train lacks cannot be read and are left out; longer texts are cut.
    """
    numbers = {name: number + 1 for number, name in enumerate(state["characters"])}
    targets = np.zeros((len(texts), state["sizes"]["text_length"]), dtype="int32")
    for row, text in zip(targets, texts, strict=True):
        known = [numbers[name] for name in text if name in numbers][: len(row)]
        row[: len(known)] = known
    return targets


def make_dataset(paths, texts, state, batch_size, training=False):
    """Returns batches of (images 0-255, characters [n, text_length]); train is shuffled."""
    dataset = tf.data.Dataset.from_tensor_slices((paths, encode_texts(texts, state)))
    dataset = dataset.map(load_item, num_parallel_calls=tf.data.AUTOTUNE)
    if len(paths) * math.prod(IMAGE_SIZE) * CHANNELS <= CACHE_BYTES:
        dataset = dataset.cache()
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Model
def build_model(
    character_count=CHARACTER_COUNT, text_length=TEXT_LENGTH, learning_rate=LEARNING_RATE
):
    """Returns the compiled network: images 0-255 -> logits [n, steps, character_count + 1]."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = layers.Rescaling(1 / 255)(inputs)
    for filters in FILTERS:
        features = layers.Conv2D(filters, (3, 3), padding="same", use_bias=False)(features)
        features = layers.BatchNormalization(momentum=0.9)(features)
        features = layers.ReLU()(features)
        # CTC needs a step per character and a blank between equal ones: keep width enough.
        halved = math.ceil(features.shape[2] / 2)
        across = 2 if halved >= 2 * text_length + 1 else 1
        features = layers.MaxPooling2D((2, across), padding="same")(features)
    # Each column of the image becomes a step.
    features = layers.Permute((2, 1, 3))(features)
    features = layers.Reshape((features.shape[1], -1))(features)
    features = layers.Dense(HIDDEN_UNITS, activation="relu")(features)
    features = layers.Dropout(DROPOUT_RATE)(features)
    features = layers.Bidirectional(RECURRENT(RECURRENT_UNITS, return_sequences=True))(features)
    # The CTC loss takes logits; class 0 is the blank.
    outputs = layers.Dense(character_count + 1)(features)
    model = keras.Model(inputs, outputs)
    model.compile(optimizer=keras.optimizers.Adam(learning_rate), loss=keras.losses.CTC())
    return model


# %% Evaluation
def decode_greedily(logits, characters):
    """Returns the texts [n] of logits [n, steps, classes], and how sure each is, 0-1.

    The best class of each step counts; repeats are joined and blanks dropped.
    """
    probabilities = ops.convert_to_numpy(ops.softmax(logits, axis=-1))
    texts, sureness = [], []
    for row in probabilities:
        best = row.argmax(axis=-1)
        changed = np.diff(best, prepend=-1) != 0
        texts.append("".join(characters[number - 1] for number in best[changed] if number > 0))
        sureness.append(float(np.exp(np.mean(np.log(row.max(axis=-1))))))
    return texts, np.array(sureness)


def read_texts(model, paths, characters):
    """Returns the text and its sureness for each image file."""
    texts, sureness = [], []
    for start in range(0, len(paths), BATCH_SIZE):
        images = np.stack([read_image(path) for path in paths[start : start + BATCH_SIZE]])
        found, sure = decode_greedily(model.predict_on_batch(images), characters)
        texts += found
        sureness.append(sure)
    return texts, np.concatenate(sureness)


def edit_distance(first, second):
    """Returns the fewest insertions, deletions and replacements that turn one text into another."""
    row = list(range(len(second) + 1))
    for count, left in enumerate(first, start=1):
        previous, row = row, [count]
        for index, right in enumerate(second):
            replaced = previous[index] + (left != right)
            row.append(min(replaced, previous[index + 1] + 1, row[-1] + 1))
    return row[-1]


def character_error(texts, truths):
    """Returns the edits needed per true character; 0 is perfect, an empty text scores 1."""
    edits = sum(map(edit_distance, texts, truths))
    return edits / max(1, sum(map(len, truths)))


def read_baselines(train_paths, train_texts, test_paths):
    """Returns the most frequent train text, and the text of the nearest train image, for each."""
    frequent = Counter(train_texts).most_common(1)[0][0]
    pixels = thumbnails(train_paths[:REFERENCE_ITEMS])
    distances = [np.square(pixels - item).sum(axis=1) for item in thumbnails(test_paths)]
    return [frequent] * len(test_paths), [train_texts[row.argmin()] for row in distances]


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    splits = split_texts(data_dir, limit)
    paths, truths = splits["test"]
    texts, _ = read_texts(model, paths, state["characters"])
    frequent, nearest = read_baselines(*splits["train"], paths)
    metrics = {
        "metric": "character_error_rate",
        "higher_is_better": False,
        "model": character_error(texts, truths),
        # An empty answer needs one edit per character: a constant text should not be worse.
        "baseline": min(1.0, character_error(frequent, truths)),
        "reference": character_error(nearest, truths),
        "baseline_name": "most frequent train text or none",
        "reference_name": "text of the nearest train image",
        "test_size": len(truths),
        "details": {
            "exact_match": float(np.mean(np.array(texts) == truths)),
            "exact_match_frequent": float(np.mean(np.array(frequent) == truths)),
        },
    }
    write_metrics(metrics, output_dir)
    order = np.argsort([-edit_distance(*pair) for pair in zip(texts, truths, strict=True)])[:9]
    titles = [f"{truths[row]}, read {texts[row]}" for row in order]
    show_grid([read_image(paths[row]) for row in order], titles, output_dir, "worst")
    return metrics


# %% Inference
def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with the text of one image file or of a folder of them."""
    model, state = load_artifacts(output_dir)
    found = list_images(input_path) if input_path.is_dir() else [input_path]
    paths = [path for path, good in zip(found, keep_readable(found), strict=True) if good]
    if not paths:
        raise SystemExit(f"expected an image or a folder of images at {input_path}, found none")
    texts, sureness = read_texts(model, paths, state["characters"])
    rows = pd.DataFrame({"file": [str(path) for path in paths], "text": texts})
    rows["sureness"] = sureness.round(4)
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows.to_csv(output_path, index=False)
    return output_path
