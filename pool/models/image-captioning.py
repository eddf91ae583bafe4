"""What the program image-captioning alone has."""


# %% Imports
from collections import Counter
from keras import layers
from typing import NamedTuple
import keras
import math
import numpy as np
import pandas as pd
import sys
import tensorflow as tf


# %% Configuration
# Recurrent layer of the decoder, and its units.
RECURRENT = layers.GRU
DECODER_UNITS = 128
# The first entries of the vocabulary: padding, rare words, begin and end of a caption.
MARKS = ("", "[unknown]", "[start]", "[end]")


# %% Data
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


# %% Evaluation
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
