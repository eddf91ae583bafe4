"""A generator and a discriminator of images, with or without classes.

Gives join_networks and sliced_distance; needs image/read. Generation sets the filters from the
plan.
"""

# %% Imports
import math

import keras
import tensorflow as tf
from keras import layers, ops

# %% Configuration
# Length of the noise vector that an image is made from, and of the vector that stands for a class.
LATENT_SIZE = 64
CLASS_VECTOR = 8
# Channels of the small grid that the generator starts from.
START_FILTERS = 128
# Filters of each generator block; a block doubles the image.
GENERATOR_FILTERS = (64, 32)
# Filters of each discriminator block; a block halves the image.
DISCRIMINATOR_FILTERS = (32, 64)
DROPOUT_RATE = 0.3
# Real images count as this sure: a target below 1 keeps the discriminator from overconfidence.
REAL_TARGET = 0.9
# Image sets are compared on thumbnails of about this side along so many random directions.
THUMBNAIL_SIDE = 8
DIRECTIONS = 64


# %% Model
def embed_classes(numbers, class_count):
    """Returns a vector [n, CLASS_VECTOR] for each class number [n], as strong as noise at first."""
    start = keras.initializers.RandomNormal(stddev=1.0)
    return layers.Embedding(class_count, CLASS_VECTOR, embeddings_initializer=start)(numbers)


def build_generator(class_count):
    """Returns the generator: noise [n, LATENT_SIZE], and classes [n] -> images, values -1 to 1."""
    steps = 2 ** len(GENERATOR_FILTERS)
    rows, columns = (math.ceil(side / steps) for side in IMAGE_SIZE)
    inputs = [keras.Input((LATENT_SIZE,), name="noise")]
    features = inputs[0]
    if class_count:
        inputs.append(keras.Input((), dtype="int32", name="numbers"))
        features = layers.Concatenate()([features, embed_classes(inputs[1], class_count)])
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
    return keras.Model(inputs, outputs, name="generator")


def build_discriminator(class_count):
    """Returns the discriminator: images -1 to 1, and classes -> how real each is [n, 1], 0 to 1."""
    inputs = [keras.Input((*IMAGE_SIZE, CHANNELS), name="images")]
    features = inputs[0]
    if class_count:
        inputs.append(keras.Input((), dtype="int32", name="numbers"))
        # The class vector stands behind every pixel: image and class are judged together.
        planes = layers.Reshape((1, 1, CLASS_VECTOR))(embed_classes(inputs[1], class_count))
        features = layers.Concatenate()([features, layers.UpSampling2D(IMAGE_SIZE)(planes)])
    for filters in DISCRIMINATOR_FILTERS:
        features = layers.Conv2D(filters, (4, 4), strides=2, padding="same")(features)
        features = layers.LeakyReLU(negative_slope=0.2)(features)
        features = layers.Dropout(DROPOUT_RATE)(features)
    features = layers.Flatten()(features)
    outputs = layers.Dense(1, activation="sigmoid")(features)
    return keras.Model(inputs, outputs, name="discriminator")


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


@keras.saving.register_keras_serializable(package="project")
class AdversarialNetwork(keras.Model):
    """A generator and a discriminator that learn from each other; a call makes new images.

    Batches are images, or (class numbers, images) where the networks take classes.
    """

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

    def make_images(self, batch, training):
        """Returns new images -1 to 1, one for each item of a batch; classes say which."""
        noise = keras.random.normal((ops.shape(batch)[0], LATENT_SIZE), seed=self.seed_generator)
        inputs = [noise, batch][: len(self.generator.inputs)]
        return self.generator(inputs, training=training)

    def judge_images(self, images, batch):
        """Returns how real images -1 to 1 look, for the classes of a batch, [n, 1]."""
        inputs = [images, batch][: len(self.discriminator.inputs)]
        return self.discriminator(inputs, training=True)

    def call(self, batch):
        """Returns a new image 0-255 for each item: class numbers, or images that say how many."""
        return (self.make_images(batch, training=False) + 1) * 127.5

    def train_step(self, data):
        """Updates both networks at once on a batch, returns the mean losses."""
        batch, images, _ = keras.utils.unpack_x_y_sample_weight(data)
        images = batch if images is None else images
        real = ops.cast(images, "float32") / 127.5 - 1
        with tf.GradientTape(persistent=True) as tape:
            fake = self.make_images(batch, training=True)
            real_scores, fake_scores = (self.judge_images(part, batch) for part in (real, fake))
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
        batch, images, _ = keras.utils.unpack_x_y_sample_weight(data)
        images = batch if images is None else images
        self.distance_tracker.update_state(sliced_distance(images, self(batch)))
        return {"distance": self.distance_tracker.result()}


def join_networks(class_count=None):
    """Returns the pair of networks, built; without class_count they take no classes."""
    model = AdversarialNetwork(build_generator(class_count), build_discriminator(class_count))
    model.build((None,) if class_count else (None, *IMAGE_SIZE, CHANNELS))
    return model
