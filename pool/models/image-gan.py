"""What the program image-gan alone has."""


# %% Imports
from keras import layers
from keras import ops
import json
import keras
import math
import numpy as np
import pandas as pd
import tensorflow as tf


# %% Configuration
# How many images a prediction makes.
GENERATED_COUNT = 16


# %% Model
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
