"""A convolutional variational autoencoder; decode and draw_codes give new images."""

# %% Imports
import math

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

# %% Configuration
# Filters of each encoder block; a block halves the image, the decoder mirrors them.
ENCODER_FILTERS = (32, 64)
HIDDEN_UNITS = 128
# Length of the code that an image is squeezed into.
LATENT_SIZE = 16
# Weight of the codes' distance from a standard normal; more of it: better new images, worse copies.
DIVERGENCE_WEIGHT = 0.3
# A pixel's deviation (0-1) from its rebuilt value that counts as noise: scales the error term.
PIXEL_DEVIATION = 0.1


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


# %% Evaluation
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
