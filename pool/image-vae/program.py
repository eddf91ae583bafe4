"""Learns a compact code of images with a convolutional variational autoencoder.

The data folder holds images without labels; the result is a rebuilt copy of each given image, and
new images drawn from random codes.
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
from keras import layers, ops
from sklearn.decomposition import PCA

# %% Configuration
SEED = 42
VALIDATION_SHARE = 0.15
TEST_SHARE = 0.15
BATCH_SIZE = 32
EPOCHS = 100
LEARNING_RATE = 0.001
# Epochs without a better validation loss before training stops.
PATIENCE = 15
SHUFFLE_BUFFER = 2048
CHANNELS = 3
IMAGE_SUFFIXES = (".bmp", ".gif", ".jpeg", ".jpg", ".png", ".ppm", ".tif", ".tiff", ".webp")
COLOUR_MODES = {1: "L", 3: "RGB", 4: "RGBA"}
# Height and width in pixels.
IMAGE_SIZE = (32, 32)
# Decoded images of a split stay in memory up to this many bytes; more are read again each epoch.
CACHE_BYTES = 2_000_000_000
HIDDEN_UNITS = 128
# Folder below the data folder that holds the images, at any depth; "" is the data folder itself.
IMAGE_FOLDER = ""
# Filters of each encoder block; a block halves the image, the decoder mirrors them.
ENCODER_FILTERS = (32, 64)
# Length of the code that an image is squeezed into.
LATENT_SIZE = 16
# Weight of the codes' distance from a standard normal; more of it: better new images, worse copies.
DIVERGENCE_WEIGHT = 0.3
# A pixel's deviation (0-1) from its rebuilt value that counts as noise: scales the error term.
PIXEL_DEVIATION = 0.1
# Mean image and components are learnt from so many train batches.
REFERENCE_BATCHES = 16
# How many new images a prediction draws beside the rebuilt ones.
GENERATED_COUNT = 9


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


def split_images(data_dir, limit=None):
    """Returns {split: paths [n]} of the readable images, shuffled once by the seed."""
    root = data_dir / IMAGE_FOLDER
    if not root.is_dir():
        found = ", ".join(sorted(path.name for path in data_dir.glob("*"))[:20]) or "nothing"
        raise SystemExit(f"expected a folder of images at {root}, found in {data_dir}: {found}")
    paths = np.array([str(path) for path in list_images(root)])
    if len(paths) < 3:
        raise SystemExit(f"expected three or more images below {root}, found {len(paths)}")
    paths = np.random.default_rng(SEED).permutation(paths)
    first = max(1, round(len(paths) * VALIDATION_SHARE))
    second = first + max(1, round(len(paths) * TEST_SHARE))
    parts = {"train": paths[second:], "validation": paths[:first], "test": paths[first:second]}
    splits = {}
    for split, part in parts.items():
        part = part[:limit]
        splits[split] = part[keep_readable(part)]
        if len(splits[split]) == 0:
            raise SystemExit(
                f"expected readable images for the {split} split in {root}, found none"
            )
    return splits


def describe(data_dir, output_dir):
    """Prints images per split, file sizes and grey levels; saves samples and a histogram."""
    splits = split_images(data_dir)
    for split, paths in splits.items():
        print(f"{split}: {len(paths)} images")
    paths = splits["train"][:200]
    sizes = np.array([file_size(path) for path in paths])
    print(f"height x width from {sizes.min(axis=0)} to {sizes.max(axis=0)}, used as {IMAGE_SIZE}")
    images = np.stack([read_image(path) for path in paths])
    print(f"grey levels: mean {images.mean():.1f}, standard deviation {images.std():.1f}")
    show_grid(images, [Path(path).name for path in paths], output_dir, "samples")
    figure, axis = plt.subplots(figsize=(6, 4))
    axis.hist(images.ravel(), bins=64)
    axis.set(xlabel="grey level", ylabel="pixels", title=f"{len(images)} train images")
    save_figure(figure, output_dir, "grey_levels")


class Prepared(NamedTuple):
    """Batches of images [n, height, width, channels] 0-255, and what train taught."""

    train: tf.data.Dataset
    validation: tf.data.Dataset
    test: tf.data.Dataset
    state: dict


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    splits = split_images(data_dir, limit)
    state = state or {"train_count": len(splits["train"]), "sizes": {}}
    train = make_dataset(splits["train"], batch_size, training=True)
    validation = make_dataset(splits["validation"], batch_size)
    test = make_dataset(splits["test"], batch_size)
    return Prepared(train, validation, test, state)


def load_data(data_dir):
    """Returns train, validation and test as batches of images."""
    return prepare(data_dir)[:3]


# %% Preprocessing
def load_image(path):
    """Reads one image inside a tf.data pipeline: path -> uint8 [height, width, channels]."""
    image = tf.numpy_function(read_image, [path], tf.uint8)
    return tf.ensure_shape(image, (*IMAGE_SIZE, CHANNELS))


def make_dataset(paths, batch_size, training=False):
    """Returns batches of images [n, height, width, channels] 0-255; train is shuffled."""
    dataset = tf.data.Dataset.from_tensor_slices(paths)
    dataset = dataset.map(load_image, num_parallel_calls=tf.data.AUTOTUNE)
    if len(paths) * math.prod(IMAGE_SIZE) * CHANNELS <= CACHE_BYTES:
        dataset = dataset.cache()
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Model
@keras.saving.register_keras_serializable(package="project")
class Sampling(layers.Layer):
    """Draws a code [n, LATENT_SIZE] from its mean and logarithm of variance, both of that shape."""

    def __init__(self, **options):
        super().__init__(**options)
        self.seed_generator = keras.random.SeedGenerator(SEED)

    def call(self, inputs):
        """Returns mean plus noise times deviation, so that gradients reach both."""
        mean, log_variance = inputs
        noise = keras.random.normal(ops.shape(mean), seed=self.seed_generator)
        return mean + ops.exp(log_variance / 2) * noise

    def get_config(self):
        """Returns the layer's arguments; it has none of its own."""
        return super().get_config()


def build_encoder():
    """Returns the encoder: images 0-255 -> mean, log variance, drawn code [n, LATENT_SIZE]."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = layers.Rescaling(1 / 255)(inputs)
    for filters in ENCODER_FILTERS:
        features = layers.Conv2D(filters, (3, 3), strides=2, padding="same", activation="relu")(
            features
        )
    features = layers.Flatten()(features)
    features = layers.Dense(HIDDEN_UNITS, activation="relu")(features)
    mean = layers.Dense(LATENT_SIZE, name="mean")(features)
    log_variance = layers.Dense(LATENT_SIZE, name="log_variance")(features)
    code = Sampling(name="code")([mean, log_variance])
    return keras.Model(inputs, [mean, log_variance, code], name="encoder")


def build_decoder():
    """Returns the decoder: codes [n, LATENT_SIZE] -> images [n, height, width, channels] 0-1."""
    steps = 2 ** len(ENCODER_FILTERS)
    rows, columns = (math.ceil(side / steps) for side in IMAGE_SIZE)
    inputs = keras.Input((LATENT_SIZE,))
    features = layers.Dense(rows * columns * ENCODER_FILTERS[-1], activation="relu")(inputs)
    features = layers.Reshape((rows, columns, ENCODER_FILTERS[-1]))(features)
    for filters in reversed(ENCODER_FILTERS):
        features = layers.Conv2DTranspose(
            filters, (3, 3), strides=2, padding="same", activation="relu"
        )(features)
    # Sides that are no multiple of 2 ** blocks come out too long.
    features = layers.CenterCrop(*IMAGE_SIZE)(features)
    outputs = layers.Conv2D(CHANNELS, (3, 3), padding="same", activation="sigmoid")(features)
    return keras.Model(inputs, outputs, name="decoder")


@keras.saving.register_keras_serializable(package="project")
class VariationalAutoencoder(keras.Model):
    """An encoder to codes and a decoder from them; a call rebuilds images 0-255 from mean codes."""

    def __init__(self, encoder, decoder, **options):
        super().__init__(**options)
        self.encoder = encoder
        self.decoder = decoder
        self.loss_tracker = keras.metrics.Mean(name="loss")
        self.error_tracker = keras.metrics.Mean(name="reconstruction")
        self.divergence_tracker = keras.metrics.Mean(name="divergence")

    def get_config(self):
        """Returns what from_config needs: encoder and decoder, serialised."""
        parts = {"encoder": self.encoder, "decoder": self.decoder}
        parts = {name: keras.saving.serialize_keras_object(part) for name, part in parts.items()}
        return {**super().get_config(), **parts}

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Rebuilds the model with encoder and decoder."""
        parts = {
            name: keras.saving.deserialize_keras_object(config.pop(name), custom_objects)
            for name in ("encoder", "decoder")
        }
        return cls(**parts, **config)

    def call(self, images):
        """Returns the rebuilt images 0-255 of images 0-255, without chance in the codes."""
        mean, _, _ = self.encoder(images, training=False)
        return self.decoder(mean, training=False) * 255

    def score(self, data, training):
        """Returns the loss of a batch (nats an image) and keeps its parts."""
        images, _, _ = keras.utils.unpack_x_y_sample_weight(data)
        mean, log_variance, code = self.encoder(images, training=training)
        rebuilt = self.decoder(code, training=training)
        error = self.compute_loss(y=ops.cast(images, "float32") / 255, y_pred=rebuilt)
        divergence = ops.square(mean) + ops.exp(log_variance) - log_variance - 1
        divergence = ops.mean(ops.sum(divergence, axis=1)) / 2
        values = math.prod(IMAGE_SIZE) * CHANNELS
        loss = error * values / (2 * PIXEL_DEVIATION**2) + DIVERGENCE_WEIGHT * divergence
        self.loss_tracker.update_state(loss)
        self.error_tracker.update_state(error)
        self.divergence_tracker.update_state(divergence)
        return loss

    def results(self):
        """Returns the means since the epoch began."""
        trackers = (self.loss_tracker, self.error_tracker, self.divergence_tracker)
        return {tracker.name: tracker.result() for tracker in trackers}

    def train_step(self, data):
        """Updates encoder and decoder on one batch."""
        with tf.GradientTape() as tape:
            loss = self.score(data, training=True)
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply(gradients, self.trainable_variables)
        return self.results()

    def test_step(self, data):
        """Scores one batch."""
        self.score(data, training=False)
        return self.results()


def build_model(learning_rate=LEARNING_RATE):
    """Returns the compiled autoencoder: images 0-255 -> rebuilt images 0-255, same shape."""
    model = VariationalAutoencoder(build_encoder(), build_decoder())
    model.build((None, *IMAGE_SIZE, CHANNELS))
    model.compile(optimizer=keras.optimizers.Adam(learning_rate), loss="mean_squared_error")
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


def bootstrap_interval(values):
    """Returns the 95 % bootstrap interval of the mean of values [n]."""
    generator = np.random.default_rng(SEED)
    means = [generator.choice(values, len(values)).mean() for _ in range(1000)]
    return [float(bound) for bound in np.percentile(means, (2.5, 97.5))]


def save_images(images, folder):
    """Writes images [n, height, width, channels] 0-255 as PNG files, returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number:04d}.png" for number in range(len(images))]
    for path, image in zip(paths, images, strict=True):
        Image.fromarray(image.squeeze()).save(path)
    return paths


def load_artifacts(output_dir):
    """Returns the trained model and the state it was trained with."""
    for name in ("model.keras", "preprocessing.json"):
        if not (output_dir / name).is_file():
            raise SystemExit(f"expected {name} in {output_dir}, found none: train the model first")
    state = json.loads((output_dir / "preprocessing.json").read_text(encoding="utf-8"))
    classes = {"Sampling": Sampling, "VariationalAutoencoder": VariationalAutoencoder}
    return keras.models.load_model(output_dir / "model.keras", custom_objects=classes), state


def decode(model, codes):
    """Returns images uint8 [n, height, width, channels] 0-255 for codes [n, LATENT_SIZE]."""
    images = [
        model.decoder.predict_on_batch(codes[start : start + BATCH_SIZE])
        for start in range(0, len(codes), BATCH_SIZE)
    ]
    return (np.concatenate(images) * 255).round().astype("uint8")


def draw_codes(count):
    """Returns random codes [count, LATENT_SIZE] from the standard normal that training aims at."""
    codes = np.random.default_rng(SEED).normal(size=(count, LATENT_SIZE))
    return codes.astype("float32")


def squared_errors(images, truth):
    """Returns the mean squared error [n] of images 0-255 on the scale 0-1."""
    difference = (images.astype("float32") - truth) / 255
    return np.mean(difference**2, axis=(1, 2, 3))


def score_baselines(train, test):
    """Returns the errors of the mean image, and of principal components as many as a code has."""
    mean_image = train.mean(axis=0, keepdims=True)
    flat, flat_test = (
        images.reshape(len(images), -1) / np.float32(255) for images in (train, test)
    )
    components = PCA(min(LATENT_SIZE, len(train) - 1), random_state=SEED).fit(flat)
    rebuilt = components.inverse_transform(components.transform(flat_test))
    baseline = squared_errors(mean_image, test).mean()
    return float(baseline), float(np.mean((rebuilt - flat_test) ** 2))


def plot_pairs(images, rebuilt, output_dir):
    """Saves up to eight images 0-255 above their rebuilt copies."""
    count = min(8, len(images))
    figure, axes = plt.subplots(2, count, figsize=(1.5 * count, 3.4), squeeze=False)
    for line, row in zip(axes, (images, rebuilt), strict=True):
        for axis, image in zip(line, row, strict=False):
            axis.imshow(np.squeeze(image), cmap="gray", vmin=0, vmax=255)
            axis.set(xticks=[], yticks=[])
    axes[0, 0].set_ylabel("test image")
    axes[1, 0].set_ylabel("rebuilt")
    save_figure(figure, output_dir, "rebuilt")


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores rebuilt test images against baselines, writes metrics and figures, returns metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    prepared = prepare(data_dir, limit=limit, state=state)
    train, test = (
        np.concatenate([images.numpy() for images in split])
        for split in (prepared.train.take(REFERENCE_BATCHES), prepared.test)
    )
    rebuilt = model.predict(test, batch_size=BATCH_SIZE, verbose=0).round().astype("uint8")
    errors = squared_errors(rebuilt, test)
    baseline, reference = score_baselines(train, test)
    metrics = {
        "metric": "reconstruction_mse",
        "higher_is_better": False,
        "model": float(errors.mean()),
        "baseline": baseline,
        "reference": reference,
        "baseline_name": "mean train image",
        "reference_name": "principal components of the same length",
        "test_size": len(test),
        "details": {
            "mse_interval": bootstrap_interval(errors),
            "psnr": float(np.mean(-10 * np.log10(np.maximum(errors, 1e-10)))),
            "latent_size": LATENT_SIZE,
        },
    }
    write_metrics(metrics, output_dir)
    plot_pairs(test, rebuilt, output_dir)
    show_grid(decode(model, draw_codes(9)), [""] * 9, output_dir, "generated")
    return metrics


# %% Inference
def example_input(data_dir):
    """Returns one image file of the data, to try the prediction with."""
    return Path(list_images(data_dir / IMAGE_FOLDER)[0])


def predict_items(input_path, output_dir, output_path):
    """Writes rebuilt and new images as PNG files, and a CSV that lists them with their errors."""
    model, _ = load_artifacts(output_dir)
    found = list_images(input_path) if input_path.is_dir() else [input_path]
    paths = [path for path, good in zip(found, keep_readable(found), strict=True) if good]
    if not paths:
        raise SystemExit(f"expected an image or a folder of images at {input_path}, found none")
    images = np.stack([read_image(path) for path in paths])
    rebuilt = model.predict(images, batch_size=BATCH_SIZE, verbose=0).round().astype("uint8")
    folder = output_path.parent
    copies = save_images(rebuilt, folder / "rebuilt")
    drawn = save_images(decode(model, draw_codes(GENERATED_COUNT)), folder / "generated")
    rows = pd.DataFrame({"file": [str(path) for path in copies + drawn]})
    rows["rebuilt_from"] = [str(path) for path in paths] + [""] * len(drawn)
    rows["mean_squared_error"] = [*squared_errors(rebuilt, images).round(5), *[None] * len(drawn)]
    rows.to_csv(output_path, index=False)
    return output_path
