"""A denoising diffusion model: a U-Net tells the noise in an image, and steps without it make new ones.

Ho, Jain and Abbeel (2020), Denoising Diffusion Probabilistic Models, arXiv:2006.11239, with a smaller
U-Net; sampled as in Song, Meng and Ermon (2021), Denoising Diffusion Implicit Models,
arXiv:2010.02502.

Architecture: diffusion model
Fits: images for sample
Uses: models/unet_blocks
Needs: training/adversarial
Loss: mean_squared_error
Holes:
    DENOISER_FILTERS = Conv2D.filters*3
    STEP_SIZE = Dense.units
Layers:
    Dense(128, activation='swish')
    Conv2D(32, 3, padding='same')
    Conv2D(64, 3, padding='same')
    Conv2D(128, 3, padding='same')
    MultiHeadAttention(4, 32)
    UpSampling2D()
    Conv2D(64, 3, padding='same')
    Concatenate()
    UpSampling2D()
    Conv2D(32, 3, padding='same')
    Concatenate()
"""

# %% Imports
import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from keras import layers, ops

# %% Configuration
# Steps in which noise is added to images, and the share of noise in the first and last of them.
NOISE_STEPS = 1000
FIRST_BETA = 0.0001
LAST_BETA = 0.02
# Steps in which new images are freed of noise, evenly spread over those.
SAMPLING_STEPS = 50
# Filters of each level of the U-Net, each half as large.
DENOISER_FILTERS = (32, 64, 128)
# Size of the vector that stands for a step.
STEP_SIZE = 128
NORM_GROUPS = 8
ATTENTION_HEADS = 4
# Epochs without a better validation loss before training stops.
PATIENCE = 60


# %% Model
@keras.saving.register_keras_serializable(package="project")
class StepEmbedding(layers.Layer):
    """Sinusoids of as many frequencies for a step number, as in transformers."""

    def __init__(self, size, **options):
        super().__init__(**options)
        self.size = size

    def call(self, steps):
        """Returns the vectors [n, size] of step numbers [n]."""
        exponents = ops.arange(self.size // 2, dtype="float32") / (self.size // 2)
        angles = ops.cast(steps, "float32")[:, None] * ops.exp(-np.log(10000.0) * exponents)
        return ops.concatenate([ops.sin(angles), ops.cos(angles)], axis=-1)

    def compute_output_shape(self, input_shape):
        """Returns the shape of the vectors."""
        return (input_shape[0], self.size)

    def get_config(self):
        """Returns the configuration with the size of the vectors."""
        return {**super().get_config(), "size": self.size}


def normalise(features):
    """Returns features after group normalisation and swish."""
    return layers.Activation("swish")(layers.GroupNormalization(NORM_GROUPS)(features))


def residual_block(features, step, filters):
    """Returns features [n, height, width, filters] of a residual block that knows the step."""
    shortcut = features
    features = layers.Conv2D(filters, 3, padding="same")(normalise(features))
    shift = layers.Reshape((1, 1, filters))(layers.Dense(filters)(step))
    features = normalise(layers.Add()([features, shift]))
    features = layers.Conv2D(filters, 3, padding="same")(features)
    if shortcut.shape[-1] != filters:
        shortcut = layers.Conv2D(filters, 1)(shortcut)
    return layers.Add()([features, shortcut])


def attend_places(features):
    """Returns features in which every place has looked at all others."""
    _, height, width, filters = features.shape
    places = layers.Reshape((height * width, filters))(
        layers.GroupNormalization(NORM_GROUPS)(features)
    )
    attention = layers.MultiHeadAttention(ATTENTION_HEADS, filters // ATTENTION_HEADS)
    seen = layers.Reshape((height, width, filters))(attention(places, places))
    return layers.Add()([features, seen])


def build_denoiser():
    """Returns the U-Net: noisy images about -1 to 1 and their steps [n] -> the noise in them."""
    images = keras.Input((*IMAGE_SIZE, CHANNELS), name="images")
    steps = keras.Input((), dtype="int32", name="steps")
    step = layers.Dense(STEP_SIZE, activation="swish")(StepEmbedding(STEP_SIZE)(steps))
    features, margins = pad_images(images, 2 ** (len(DENOISER_FILTERS) - 1))
    features = layers.Conv2D(DENOISER_FILTERS[0], 3, padding="same")(features)
    levels = []
    for filters in DENOISER_FILTERS[:-1]:
        features = residual_block(features, step, filters)
        levels.append(features)
        features = layers.Conv2D(filters, 3, strides=2, padding="same")(features)
    features = residual_block(features, step, DENOISER_FILTERS[-1])
    features = residual_block(attend_places(features), step, DENOISER_FILTERS[-1])
    for level, filters in zip(reversed(levels), reversed(DENOISER_FILTERS[:-1]), strict=True):
        features = layers.Conv2D(filters, 3, padding="same")(layers.UpSampling2D()(features))
        features = residual_block(layers.Concatenate()([features, level]), step, filters)
    # At first no noise is told, which is nearer than any guess.
    last = layers.Conv2D(CHANNELS, 3, padding="same", kernel_initializer="zeros")
    outputs = layers.Cropping2D(margins)(last(normalise(features)))
    return keras.Model([images, steps], outputs, name="denoiser")


@keras.saving.register_keras_serializable(package="project")
class DiffusionNetwork(keras.Model):
    """A network that tells the noise in images, and makes new images of noise; a call makes some."""

    def __init__(self, denoiser, **options):
        super().__init__(**options)
        self.denoiser = denoiser
        betas = np.linspace(FIRST_BETA, LAST_BETA, NOISE_STEPS)
        # The share of the true image that is left at each step, as variance.
        self.kept = np.cumprod(1 - betas).astype("float32")
        self.seed_generator = keras.random.SeedGenerator(SEED)
        self.noise_tracker = keras.metrics.Mean(name="noise_loss")

    def get_config(self):
        """Returns what from_config needs: the denoiser, serialised."""
        denoiser = keras.saving.serialize_keras_object(self.denoiser)
        return {**super().get_config(), "denoiser": denoiser}

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Rebuilds the model with its denoiser."""
        denoiser = keras.saving.deserialize_keras_object(config.pop("denoiser"), custom_objects)
        return cls(denoiser, **config)

    def denoise(self, images):
        """Returns new images -1 to 1 made of noise [n, height, width, channels], by DDIM."""
        steps = np.linspace(NOISE_STEPS - 1, 0, SAMPLING_STEPS).round().astype("int32")
        kept = np.append(self.kept[steps], np.float32(1))

        def remove_noise(turn, images):
            share, next_share = ops.take(kept, turn), ops.take(kept, turn + 1)
            numbers = ops.broadcast_to(ops.take(steps, turn), ops.shape(images)[:1])
            noise = self.denoiser([images, numbers], training=False)
            clean = (images - ops.sqrt(1 - share) * noise) / ops.sqrt(share)
            clean = ops.clip(clean, -1, 1)
            noise = (images - ops.sqrt(share) * clean) / ops.sqrt(1 - share)
            return ops.sqrt(next_share) * clean + ops.sqrt(1 - next_share) * noise

        return ops.fori_loop(0, SAMPLING_STEPS, remove_noise, images)

    def call(self, batch):
        """Returns a new image 0-255 for each image of a batch, of the same noise each time."""
        noise = keras.random.normal(ops.shape(batch), seed=SEED)
        return (self.denoise(noise) + 1) * 127.5

    def guess_noise(self, images, seed, training):
        """Returns the loss of what is taken for the noise that was added to images 0-255."""
        clean = ops.cast(images, "float32") / 127.5 - 1
        noise = keras.random.normal(ops.shape(clean), seed=seed)
        numbers = keras.random.randint(ops.shape(clean)[:1], 0, NOISE_STEPS, seed=seed)
        share = ops.take(self.kept, numbers)[:, None, None, None]
        noisy = ops.sqrt(share) * clean + ops.sqrt(1 - share) * noise
        guess = self.denoiser([noisy, numbers], training=training)
        return self.compute_loss(y=noise, y_pred=guess)

    def train_step(self, data):
        """Updates the denoiser on a batch of images, returns the mean loss."""
        images, _, _ = keras.utils.unpack_x_y_sample_weight(data)
        with tf.GradientTape() as tape:
            loss = self.guess_noise(images, self.seed_generator, training=True)
        weights = self.denoiser.trainable_variables
        self.optimizer.apply(tape.gradient(loss, weights), weights)
        self.noise_tracker.update_state(loss)
        return {"noise_loss": self.noise_tracker.result()}

    def test_step(self, data):
        """Returns the loss of a batch of images, with the same noise in every epoch."""
        images, _, _ = keras.utils.unpack_x_y_sample_weight(data)
        self.noise_tracker.update_state(self.guess_noise(images, SEED, training=False))
        return {"noise_loss": self.noise_tracker.result()}


def build_model(learning_rate=LEARNING_RATE):
    """Returns the compiled diffusion model: images 0-255 -> as many new images 0-255."""
    model = DiffusionNetwork(build_denoiser())
    model.build((None, *IMAGE_SIZE, CHANNELS))
    optimizer = keras.optimizers.Adam(learning_rate, clipnorm=1.0)
    model.compile(optimizer=optimizer, loss="mean_squared_error")
    return model


def generate(model, numbers):
    """Returns images uint8 [n, height, width, channels] 0-255, one for each of numbers [n]."""
    # Seeded: the same noise is made an image, whatever the model is.
    noise = np.random.default_rng(SEED).normal(size=(len(numbers), *IMAGE_SIZE, CHANNELS))
    denoise, images = tf.function(model.denoise), []
    for start in range(0, len(numbers), BATCH_SIZE):
        images.append(denoise(tf.constant(noise[start : start + BATCH_SIZE], tf.float32)))
    return ((np.concatenate(images) + 1) * 127.5).clip(0, 255).round().astype("uint8")


# %% Training
def make_callbacks(output_dir, class_names):
    """Returns callbacks that keep the weights that tell noise best, picture and log epochs."""
    watched = {"monitor": "val_noise_loss", "mode": "min"}
    return [
        keras.callbacks.ModelCheckpoint(output_dir / "model.keras", save_best_only=True, **watched),
        keras.callbacks.EarlyStopping(patience=PATIENCE, restore_best_weights=True, **watched),
        keras.callbacks.CSVLogger(output_dir / "history.csv"),
        keras.callbacks.TerminateOnNaN(),
        NoiseGrid(output_dir, class_names),
    ]


def plot_curves(history, output_dir):
    """Saves the error of the noise that is told, on train and validation, by epoch."""
    figure, axis = plt.subplots(figsize=(7, 4))
    for name in ("noise_loss", "val_noise_loss"):
        axis.plot(history.history[name], label=name)
    axis.set(title="error of the noise that is told", xlabel="epoch")
    axis.legend()
    save_figure(figure, output_dir, "curves")
