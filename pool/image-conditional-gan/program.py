"""Makes new images of a wanted class, with a conditional adversarial network.

The data folder holds one sub-folder per class; the result is generated images of every class, and a
table that says how near each of them is to a real one.
"""

# %% Imports
import json
import math
import sys
from concurrent.futures import ThreadPoolExecutor
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
CLASS_COUNT = 3
CHANNELS = 3
IMAGE_SUFFIXES = (".bmp", ".gif", ".jpeg", ".jpg", ".png", ".ppm", ".tif", ".tiff", ".webp")
COLOUR_MODES = {1: "L", 3: "RGB", 4: "RGBA"}
# Height and width in pixels.
IMAGE_SIZE = (32, 32)
# Decoded images of a split stay in memory up to this many bytes; more are read again each epoch.
CACHE_BYTES = 2_000_000_000
DROPOUT_RATE = 0.3
# Folder below the data folder that holds the class folders; "" is the data folder itself.
IMAGE_ROOT = ""
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
# Length of the vector that stands for a class.
CLASS_VECTOR = 8
# How many images of each class a prediction makes.
GENERATED_COUNT = 8


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


def find_class_names(root):
    """Returns the sorted names of the folders that hold at least one image."""
    if not root.is_dir():
        found = ", ".join(sorted(path.name for path in root.parent.glob("*"))[:20]) or "nothing"
        raise SystemExit(f"expected a folder of class folders at {root}, found beside it: {found}")
    folders = [path for path in root.iterdir() if path.is_dir() and path.name[0] != "."]
    class_names = sorted(folder.name for folder in folders if list_images(folder))
    if len(class_names) < 2:
        raise SystemExit(f"expected two or more class folders in {root}, found: {class_names}")
    return class_names


def split_files(data_dir, class_names, limit=None):
    """Returns {split: (file paths [n], class numbers [n])}, readable files only."""
    root = data_dir / IMAGE_ROOT
    files = [(path, name) for name in class_names for path in list_images(root / name)]
    if not files:
        raise SystemExit(f"expected images of the classes {class_names} in {root}, found none")
    paths = np.array([str(path) for path, _ in files])
    numbers = np.array([class_names.index(name) for _, name in files], dtype="int32")
    splits = {}
    for split, rows in zip(("train", "validation", "test"), split_by_class(numbers), strict=True):
        rows = rows[:limit]
        rows = rows[keep_readable(paths[rows])]
        if len(rows) == 0:
            raise SystemExit(f"expected readable {split} images in {root}, found none")
        splits[split] = (paths[rows], numbers[rows])
    return splits


def describe(data_dir, output_dir):
    """Prints items per split and class and the image sizes; saves class bars and samples."""
    class_names = find_class_names(data_dir / IMAGE_ROOT)
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


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    class_names = state["class_names"] if state else find_class_names(data_dir / IMAGE_ROOT)
    splits = split_files(data_dir, class_names, limit)
    state = state or {"class_names": class_names, "sizes": {"class_count": len(class_names)}}
    train = make_dataset(*splits["train"], batch_size, training=True)
    validation = make_dataset(*splits["validation"], batch_size)
    test = make_dataset(*splits["test"], batch_size)
    return Prepared(train, validation, test, state)


class Prepared(NamedTuple):
    """Batches of (class numbers [n], images [n, height, width, channels] 0-255) and the state."""

    train: tf.data.Dataset
    validation: tf.data.Dataset
    test: tf.data.Dataset
    state: dict


def load_data(data_dir):
    """Returns train, validation and test as batches of (class numbers, images)."""
    return prepare(data_dir)[:3]


# %% Preprocessing
def load_item(number, path):
    """Reads one image inside a tf.data pipeline: path -> uint8 [height, width, channels]."""
    image = tf.numpy_function(read_image, [path], tf.uint8)
    return number, tf.ensure_shape(image, (*IMAGE_SIZE, CHANNELS))


def make_dataset(paths, numbers, batch_size, training=False):
    """Returns batches of (class numbers [n], images 0-255); train is shuffled."""
    dataset = tf.data.Dataset.from_tensor_slices((numbers, paths))
    dataset = dataset.map(load_item, num_parallel_calls=tf.data.AUTOTUNE)
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


def embed_classes(numbers, class_count):
    """Returns a vector [n, CLASS_VECTOR] for each class number [n], as strong as noise at first."""
    start = keras.initializers.RandomNormal(stddev=1.0)
    return layers.Embedding(class_count, CLASS_VECTOR, embeddings_initializer=start)(numbers)


def build_generator(class_count):
    """Returns the generator: noise [n, LATENT_SIZE] and classes [n] -> images, values -1 to 1."""
    steps = 2 ** len(GENERATOR_FILTERS)
    rows, columns = (math.ceil(side / steps) for side in IMAGE_SIZE)
    noise = keras.Input((LATENT_SIZE,), name="noise")
    numbers = keras.Input((), dtype="int32", name="numbers")
    features = layers.Concatenate()([noise, embed_classes(numbers, class_count)])
    features = layers.Dense(rows * columns * START_FILTERS, use_bias=False)(features)
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
    return keras.Model([noise, numbers], outputs, name="generator")


def build_discriminator(class_count):
    """Returns the discriminator: images -1 to 1 and classes -> how real each is [n, 1]."""
    images = keras.Input((*IMAGE_SIZE, CHANNELS), name="images")
    numbers = keras.Input((), dtype="int32", name="numbers")
    # The class vector stands behind every pixel, so that image and class are judged together.
    planes = layers.Reshape((1, 1, CLASS_VECTOR))(embed_classes(numbers, class_count))
    planes = layers.UpSampling2D(IMAGE_SIZE)(planes)
    features = layers.Concatenate()([images, planes])
    for filters in DISCRIMINATOR_FILTERS:
        features = layers.Conv2D(filters, (4, 4), strides=2, padding="same")(features)
        features = layers.LeakyReLU(negative_slope=0.2)(features)
        features = layers.Dropout(DROPOUT_RATE)(features)
    features = layers.Flatten()(features)
    outputs = layers.Dense(1, activation="sigmoid")(features)
    return keras.Model([images, numbers], outputs, name="discriminator")


@keras.saving.register_keras_serializable(package="project")
class AdversarialNetwork(keras.Model):
    """A generator and a discriminator of images and their classes; a call makes new images."""

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

    def draw_noise(self, numbers):
        """Returns one noise vector [n, LATENT_SIZE] for each of the class numbers [n]."""
        return keras.random.normal((ops.shape(numbers)[0], LATENT_SIZE), seed=self.seed_generator)

    def call(self, numbers):
        """Returns a new image 0-255 for each of the class numbers [n]."""
        return (self.generator([self.draw_noise(numbers), numbers], training=False) + 1) * 127.5

    def train_step(self, data):
        """Updates both networks at once on classes and images 0-255, returns the mean losses."""
        numbers, images, _ = keras.utils.unpack_x_y_sample_weight(data)
        real = ops.cast(images, "float32") / 127.5 - 1
        with tf.GradientTape(persistent=True) as tape:
            fake = self.generator([self.draw_noise(numbers), numbers], training=True)
            real_scores = self.discriminator([real, numbers], training=True)
            fake_scores = self.discriminator([fake, numbers], training=True)
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
        numbers, images, _ = keras.utils.unpack_x_y_sample_weight(data)
        self.distance_tracker.update_state(sliced_distance(images, self(numbers)))
        return {"distance": self.distance_tracker.result()}


def generate(model, numbers):
    """Returns images uint8 [n, height, width, channels] 0-255 for class numbers [n]."""
    # Seeded: the same classes give the same images, whatever the model is.
    noise = np.random.default_rng(SEED).normal(size=(len(numbers), LATENT_SIZE)).astype("float32")
    numbers = np.asarray(numbers, "int32")
    images = []
    for start in range(0, len(numbers), BATCH_SIZE):
        batch = slice(start, start + BATCH_SIZE)
        images.append(model.generator.predict_on_batch([noise[batch], numbers[batch]]))
    return ((np.concatenate(images) + 1) * 127.5).round().astype("uint8")


def build_model(class_count=CLASS_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled pair of networks: class numbers [n] -> new images 0-255."""
    model = AdversarialNetwork(build_generator(class_count), build_discriminator(class_count))
    model.build((None,))
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
    """Saves what the same noise and classes become, every few epochs."""

    def __init__(self, output_dir, class_count):
        super().__init__()
        self.output_dir = output_dir
        self.numbers = np.arange(9) % class_count

    def on_epoch_end(self, epoch, logs=None):
        """Saves nine images after the first and every GRID_EPOCHS-th epoch."""
        if epoch % GRID_EPOCHS == 0:
            titles = [f"class {number}" for number in self.numbers]
            images = generate(self.model, self.numbers)
            show_grid(images, titles, self.output_dir, f"epoch_{epoch + 1:04d}")


def make_callbacks(output_dir, class_count):
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
        NoiseGrid(output_dir, class_count),
    ]


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
        callbacks=make_callbacks(output_dir, len(prepared.state["class_names"])),
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


def stack_items(dataset):
    """Returns all class numbers [n] and images uint8 [n, height, width, channels] of a dataset."""
    numbers, images = zip(*dataset.as_numpy_iterator(), strict=True)
    return np.concatenate(numbers), np.concatenate(images)


def class_noise(train_images, train_numbers, numbers):
    """Returns images that have their class's mean and deviation at each pixel, and nothing else."""
    generator = np.random.default_rng(SEED)
    images = []
    for number in numbers:
        members = train_images[train_numbers == number]
        # A class may be missing where train was limited.
        members = members if len(members) else train_images
        images.append(generator.normal(members.mean(axis=0), members.std(axis=0)))
    return np.stack(images).clip(0, 255).astype("uint8")


def class_distance(first, second, numbers):
    """Returns the mean over classes of the distance of two image sets with the same classes [n]."""
    distances = [
        float(sliced_distance(first[numbers == number], second[numbers == number]))
        for number in np.unique(numbers)
    ]
    return float(np.mean(distances))


def evaluate_model(data_dir, output_dir, limit=None):
    """Compares generated with test images class by class, writes and returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    prepared = prepare(data_dir, limit=limit, state=state)
    train_numbers, train = stack_items(prepared.train.take(COMPARED_BATCHES))
    numbers, test = stack_items(prepared.test)
    images = generate(model, numbers)
    nearest, distances = nearest_distances(images, train)
    noise = class_noise(train, train_numbers, numbers)
    metrics = {
        "metric": "sliced_wasserstein_distance",
        "higher_is_better": False,
        "model": class_distance(test, images, numbers),
        "baseline": class_distance(test, noise, numbers),
        "reference": None,
        "baseline_name": "noise with the mean and deviation of each pixel of the class",
        "reference_name": None,
        "test_size": len(numbers),
        "details": {
            # Where classes are told apart, the nearest train image is of the wanted class.
            "nearest_is_of_class": float(np.mean(train_numbers[nearest] == numbers)),
            # Generated images much nearer to train than test images are, are copies.
            "generated_to_train": float(distances.mean()),
            "test_to_train": float(nearest_distances(test, train)[1].mean()),
            "generated_spread": spread(images),
            "test_spread": spread(test),
        },
    }
    write_metrics(metrics, output_dir)
    print(json.dumps(metrics["details"], indent=2))
    show_grid(images, [f"class {number}" for number in numbers], output_dir, "generated")
    plot_nearest(images, train[nearest], output_dir)
    return metrics


# %% Inference
def example_input(data_dir):
    """Returns the folder of real images that generated ones are compared with."""
    return data_dir / IMAGE_ROOT


def predict_items(input_path, output_dir, output_path):
    """Writes new images of each class, and a CSV with class and nearest given image of each."""
    model, state = load_artifacts(output_dir)
    class_names = state["class_names"]
    found = list_images(input_path) if input_path.is_dir() else [input_path]
    paths = [path for path, good in zip(found, keep_readable(found), strict=True) if good]
    if not paths:
        raise SystemExit(f"expected an image or a folder of images at {input_path}, found none")
    numbers = np.repeat(np.arange(len(class_names)), GENERATED_COUNT)
    images = generate(model, numbers)
    nearest, distances = nearest_distances(images, np.stack([read_image(path) for path in paths]))
    folder = output_path.parent / "generated"
    rows = pd.DataFrame({"file": [str(path) for path in save_images(images, folder)]})
    rows["class"] = [class_names[number] for number in numbers]
    rows["nearest"] = [str(paths[index]) for index in nearest]
    rows["distance"] = distances.round(2)
    rows.to_csv(output_path, index=False)
    return output_path
