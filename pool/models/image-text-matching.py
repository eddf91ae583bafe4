"""What the program image-text-matching alone has."""


# %% Imports
from collections import Counter
from keras import layers
from keras import ops
from pathlib import Path
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge
from sklearn.metrics import roc_auc_score
from typing import NamedTuple
import json
import keras
import matplotlib.pyplot as plt
import numpy as np
import sys
import tensorflow as tf


# %% Configuration
# Recurrent layer of the text encoder, and its units.
RECURRENT = layers.GRU
# Length of the codes in which images and texts are compared.
CODE_SIZE = 64
# The first entries of the vocabulary: padding and rare words.
MARKS = ("", "[unknown]")


# %% Data
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


# %% Evaluation
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
