"""Makes new images that look like the given ones, with a deep convolutional adversarial network.

The data folder holds images without labels; the result is a folder of generated images, and a table
that says how near each of them is to a real one.
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

# %% Configuration
SEED = 42
VALIDATION_SHARE = 0.15
TEST_SHARE = 0.15
BATCH_SIZE = 32
EPOCHS = 200
LEARNING_RATE = 0.0002
SHUFFLE_BUFFER = 2048
CHANNELS = 3
IMAGE_SUFFIXES = (".bmp", ".gif", ".jpeg", ".jpg", ".png", ".ppm", ".tif", ".tiff", ".webp")
COLOUR_MODES = {1: "L", 3: "RGB", 4: "RGBA"}
# Height and width in pixels.
IMAGE_SIZE = (32, 32)
# Decoded images of a split stay in memory up to this many bytes; more are read again each epoch.
CACHE_BYTES = 2_000_000_000
DROPOUT_RATE = 0.3
# Folder below the data folder that holds the images, at any depth; "" is the data folder itself.
IMAGE_FOLDER = ""
# Length of the noise vector that an image is made from.
LATENT_SIZE = 64
# Channels of the small grid that the generator starts from.
START_FILTERS = 128
# Filters of each generator block; a block doubles the image.
GENERATOR_FILTERS = (64, 32)
# Filters of each discriminator block; a block halves the image.
DISCRIMINATOR_FILTERS = (32, 64)
# Real images count as this sure: a target below 1 keeps the discriminator from overconfidence.
REAL_TARGET = 0.9
# Image sets are compared on thumbnails of about this side along so many random directions.
THUMBNAIL_SIDE = 8
DIRECTIONS = 64
# Epochs without nearer images before training stops; adversarial training is far from steady.
PATIENCE = 60
# Epochs between two pictures of what the same noise becomes.
GRID_EPOCHS = 10
# Generated images are compared with the train images of so many batches.
COMPARED_BATCHES = 64
# How many images a prediction makes.
GENERATED_COUNT = 16


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
def sliced_distance(first, second):
    """Returns the mean distance of two equally large image sets 0-255, in grey levels; 0 is alike.

    Sliced Wasserstein distance: thumbnails are projected on random directions, and along each the
    sorted values of one set are compared with those of the other.
    """
    pool = tuple(max(1, side // THUMBNAIL_SIDE) for side in IMAGE_SIZE)
    first = ops.average_pool(ops.cast(first, "float32"), pool, padding="same")
    second = ops.average_pool(ops.cast(second, "float32"), pool, padding="same")
    values = math.prod(first.shape[1:])
    directions = keras.random.normal((values, DIRECTIONS), seed=SEED)
    directions = directions / ops.norm(directions, axis=0, keepdims=True)
    first = ops.sort(ops.matmul(ops.reshape(first, (-1, values)), directions), axis=0)
    second = ops.sort(ops.matmul(ops.reshape(second, (-1, values)), directions), axis=0)
    return ops.mean(ops.abs(first - second))


def build_generator():
    """Returns the generator: noise [n, LATENT_SIZE] -> images, values -1 to 1."""
    steps = 2 ** len(GENERATOR_FILTERS)
    rows, columns = (math.ceil(side / steps) for side in IMAGE_SIZE)
    inputs = keras.Input((LATENT_SIZE,))
    features = layers.Dense(rows * columns * START_FILTERS, use_bias=False)(inputs)
    features = layers.BatchNormalization(momentum=0.8)(features)
    features = layers.LeakyReLU(negative_slope=0.2)(features)
    features = layers.Reshape((rows, columns, START_FILTERS))(features)
    for filters in GENERATOR_FILTERS:
        features = layers.Conv2DTranspose(
            filters, (4, 4), strides=2, padding="same", use_bias=False
        )(features)
        features = layers.BatchNormalization(momentum=0.8)(features)
        features = layers.LeakyReLU(negative_slope=0.2)(features)
    # Sides that are no multiple of 2 ** blocks come out too long.
    features = layers.CenterCrop(*IMAGE_SIZE)(features)
    outputs = layers.Conv2DTranspose(CHANNELS, (5, 5), padding="same", activation="tanh")(features)
    return keras.Model(inputs, outputs, name="generator")


def build_discriminator():
    """Returns the discriminator: images -1 to 1 -> how real each looks [n, 1], 0 to 1."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = inputs
    for filters in DISCRIMINATOR_FILTERS:
        features = layers.Conv2D(filters, (4, 4), strides=2, padding="same")(features)
        features = layers.LeakyReLU(negative_slope=0.2)(features)
        features = layers.Dropout(DROPOUT_RATE)(features)
    features = layers.Flatten()(features)
    outputs = layers.Dense(1, activation="sigmoid")(features)
    return keras.Model(inputs, outputs, name="discriminator")


@keras.saving.register_keras_serializable(package="project")
class AdversarialNetwork(keras.Model):
    """A generator and a discriminator that learn from each other; a call makes new images."""

    def __init__(self, generator, discriminator, **options):
        super().__init__(**options)
        self.generator = generator
        self.discriminator = discriminator
        self.seed_generator = keras.random.SeedGenerator(SEED)
        self.generator_tracker = keras.metrics.Mean(name="generator_loss")
        self.discriminator_tracker = keras.metrics.Mean(name="discriminator_loss")
        self.distance_tracker = keras.metrics.Mean(name="distance")

    def get_config(self):
        """Returns what from_config needs: both networks, serialised."""
        networks = {"generator": self.generator, "discriminator": self.discriminator}
        parts = {name: keras.saving.serialize_keras_object(part) for name, part in networks.items()}
        return {**super().get_config(), **parts}

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Rebuilds the model with both networks."""
        parts = {
            name: keras.saving.deserialize_keras_object(config.pop(name), custom_objects)
            for name in ("generator", "discriminator")
        }
        return cls(**parts, **config)

    def draw_noise(self, images):
        """Returns one noise vector [n, LATENT_SIZE] for each image of a batch."""
        return keras.random.normal((ops.shape(images)[0], LATENT_SIZE), seed=self.seed_generator)

    def call(self, images):
        """Returns a new image 0-255 for each of a batch; the given ones only say how many."""
        return (self.generator(self.draw_noise(images), training=False) + 1) * 127.5

    def train_step(self, data):
        """Updates both networks at once on a batch of images 0-255, returns the mean losses."""
        images, _, _ = keras.utils.unpack_x_y_sample_weight(data)
        real = ops.cast(images, "float32") / 127.5 - 1
        with tf.GradientTape(persistent=True) as tape:
            fake = self.generator(self.draw_noise(images), training=True)
            real_scores = self.discriminator(real, training=True)
            fake_scores = self.discriminator(fake, training=True)
            trues, falses = ops.ones_like(fake_scores), ops.zeros_like(fake_scores)
            discriminator_loss = (
                self.compute_loss(y=REAL_TARGET * trues, y_pred=real_scores)
                + self.compute_loss(y=falses, y_pred=fake_scores)
            ) / 2
            # The generator is right where the discriminator takes its images for real ones.
            generator_loss = self.compute_loss(y=trues, y_pred=fake_scores)
        generator_weights = self.generator.trainable_variables
        discriminator_weights = self.discriminator.trainable_variables
        gradients = tape.gradient(generator_loss, generator_weights)
        gradients += tape.gradient(discriminator_loss, discriminator_weights)
        self.optimizer.apply(gradients, generator_weights + discriminator_weights)
        self.generator_tracker.update_state(generator_loss)
        self.discriminator_tracker.update_state(discriminator_loss)
        return {
            "generator_loss": self.generator_tracker.result(),
            "discriminator_loss": self.discriminator_tracker.result(),
        }

    def test_step(self, data):
        """Returns how far generated images are from a batch of real ones, in grey levels."""
        images, _, _ = keras.utils.unpack_x_y_sample_weight(data)
        self.distance_tracker.update_state(sliced_distance(images, self(images)))
        return {"distance": self.distance_tracker.result()}


def generate(model, noise):
    """Returns images [n, height, width, channels] 0-255 for noise [n, LATENT_SIZE]."""
    images = [
        model.generator.predict_on_batch(noise[start : start + BATCH_SIZE])
        for start in range(0, len(noise), BATCH_SIZE)
    ]
    return ((np.concatenate(images) + 1) * 127.5).round().astype("uint8")


def build_model(learning_rate=LEARNING_RATE):
    """Returns the compiled pair of networks: images 0-255 -> as many new images 0-255."""
    model = AdversarialNetwork(build_generator(), build_discriminator())
    model.build((None, *IMAGE_SIZE, CHANNELS))
    model.compile(
        # One optimizer serves both networks: Adam keeps its moments for each weight anyway.
        optimizer=keras.optimizers.Adam(learning_rate, beta_1=0.5),
        loss="binary_crossentropy",
    )
    return model


# %% Training
def write_json(path, values):
    """Writes values as indented JSON."""
    path.write_text(json.dumps(values, indent=2), encoding="utf-8")


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


def plot_curves(history, output_dir):
    """Saves both losses and the distance of generated from validation images, by epoch."""
    figure, axes = plt.subplots(1, 2, figsize=(10, 4))
    for name in ("generator_loss", "discriminator_loss"):
        axes[0].plot(history[name], label=name)
    axes[0].set(title="losses on train", xlabel="epoch")
    axes[0].legend()
    axes[1].plot(history["val_distance"])
    axes[1].set(title="distance from validation images", xlabel="epoch", ylabel="grey levels")
    save_figure(figure, output_dir, "curves")


class NoiseGrid(keras.callbacks.Callback):
    """Saves what the same noise becomes, every few epochs."""

    def __init__(self, output_dir):
        super().__init__()
        self.output_dir = output_dir
        self.noise = np.random.default_rng(SEED).normal(size=(9, LATENT_SIZE)).astype("float32")

    def on_epoch_end(self, epoch, logs=None):
        """Saves nine images after the first and every GRID_EPOCHS-th epoch."""
        if epoch % GRID_EPOCHS == 0:
            images = generate(self.model, self.noise)
            show_grid(images, [""] * 9, self.output_dir, f"epoch_{epoch + 1:04d}")


def make_callbacks(output_dir):
    """Returns callbacks that keep the weights with the nearest images, picture and log epochs."""
    return [
        keras.callbacks.ModelCheckpoint(
            output_dir / "model.keras", monitor="val_distance", mode="min", save_best_only=True
        ),
        keras.callbacks.EarlyStopping(
            monitor="val_distance", mode="min", patience=PATIENCE, restore_best_weights=True
        ),
        keras.callbacks.CSVLogger(output_dir / "history.csv"),
        keras.callbacks.TerminateOnNaN(),
        NoiseGrid(output_dir),
    ]


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
    classes = {"AdversarialNetwork": AdversarialNetwork}
    return keras.models.load_model(output_dir / "model.keras", custom_objects=classes), state


def nearest_distances(images, others):
    """Returns the index of the nearest other image [n] and its root mean square difference [n]."""
    others = others.reshape(len(others), -1).astype("float32")
    nearest, distances = [], []
    for image in images.reshape(len(images), -1).astype("float32"):
        differences = np.sqrt(np.mean((others - image) ** 2, axis=1))
        nearest.append(int(differences.argmin()))
        distances.append(float(differences.min()))
    return np.array(nearest), np.array(distances)


def spread(images):
    """Returns the mean deviation of a pixel over the images, in grey levels; 0 is all the same."""
    return float(images.std(axis=0).mean())


def plot_nearest(images, nearest, output_dir):
    """Saves generated images above the train images nearest to them."""
    count = min(8, len(images))
    figure, axes = plt.subplots(2, count, figsize=(1.5 * count, 3.4), squeeze=False)
    for line, row in zip(axes, (images, nearest), strict=True):
        for axis, image in zip(line, row, strict=False):
            axis.imshow(np.squeeze(image), cmap="gray", vmin=0, vmax=255)
            axis.set(xticks=[], yticks=[])
    axes[0, 0].set_ylabel("generated")
    axes[1, 0].set_ylabel("nearest train")
    save_figure(figure, output_dir, "nearest")


def stack_images(dataset):
    """Returns all images of a dataset, uint8 [n, height, width, channels]."""
    return np.concatenate([images.numpy() for images in dataset])


def pixel_noise(train_images, count):
    """Returns images that have train's mean and deviation at each pixel, and nothing else."""
    generator = np.random.default_rng(SEED)
    shape = (count, *train_images.shape[1:])
    images = generator.normal(train_images.mean(axis=0), train_images.std(axis=0), shape)
    return images.clip(0, 255).astype("uint8")


def evaluate_model(data_dir, output_dir, limit=None):
    """Compares generated with test images, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    prepared = prepare(data_dir, limit=limit, state=state)
    train = stack_images(prepared.train.take(COMPARED_BATCHES))
    test = stack_images(prepared.test)
    count = len(test)
    noise = np.random.default_rng(SEED).normal(size=(count, LATENT_SIZE))
    images = generate(model, noise.astype("float32"))
    nearest, distances = nearest_distances(images, train)
    metrics = {
        "metric": "sliced_wasserstein_distance",
        "higher_is_better": False,
        "model": float(sliced_distance(test, images)),
        "baseline": float(sliced_distance(test, pixel_noise(train, count))),
        "reference": None,
        "baseline_name": "noise with the mean and deviation of each train pixel",
        "reference_name": None,
        "test_size": count,
        "details": {
            # Generated images much nearer to train than test images are, are copies.
            "generated_to_train": float(distances.mean()),
            "test_to_train": float(nearest_distances(test, train)[1].mean()),
            "generated_spread": spread(images),
            "test_spread": spread(test),
        },
    }
    write_metrics(metrics, output_dir)
    print(json.dumps(metrics["details"], indent=2))
    show_grid(images, [""] * 9, output_dir, "generated")
    plot_nearest(images, train[nearest], output_dir)
    return metrics


# %% Inference
def example_input(data_dir):
    """Returns the folder of real images that generated ones are compared with."""
    return data_dir / IMAGE_FOLDER


def predict_items(input_path, output_dir, output_path):
    """Writes new images as PNG files and a CSV with the given image nearest to each."""
    model, _ = load_artifacts(output_dir)
    found = list_images(input_path) if input_path.is_dir() else [input_path]
    paths = [path for path, good in zip(found, keep_readable(found), strict=True) if good]
    if not paths:
        raise SystemExit(f"expected an image or a folder of images at {input_path}, found none")
    noise = np.random.default_rng(SEED).normal(size=(GENERATED_COUNT, LATENT_SIZE))
    images = generate(model, noise.astype("float32"))
    nearest, distances = nearest_distances(images, np.stack([read_image(path) for path in paths]))
    folder = output_path.parent / "generated"
    rows = pd.DataFrame({"file": [str(path) for path in save_images(images, folder)]})
    rows["nearest"] = [str(paths[index]) for index in nearest]
    rows["distance"] = distances.round(2)
    rows.to_csv(output_path, index=False)
    return output_path
