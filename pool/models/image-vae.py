"""What the program image-vae alone has."""


# %% Imports
from keras import layers
from keras import ops
from sklearn.decomposition import PCA
import json
import keras
import math
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf


# %% Configuration
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
