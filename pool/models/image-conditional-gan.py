"""What the program image-conditional-gan alone has."""


# %% Imports
from keras import layers
from keras import ops
from typing import NamedTuple
import json
import keras
import math
import numpy as np
import pandas as pd
import tensorflow as tf


# %% Configuration
# Length of the vector that stands for a class.
CLASS_VECTOR = 8
# How many images of each class a prediction makes.
GENERATED_COUNT = 8


# %% Data
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
