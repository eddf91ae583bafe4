"""SRGAN: a residual generator that sharpens images until a discriminator takes them for true ones.

Ledig et al. (2017), Photo-Realistic Single Image Super-Resolution Using a Generative Adversarial Network,
arXiv:1609.04802.

Architecture: SRGAN
Fits: image-pairs for image
Uses: models/paired_gan
Loss: mean_squared_error
Holes: DENSE_UNITS = Dense.units
Layers:
    Conv2D(64, 9, padding='same')
    PReLU(shared_axes=(1, 2))
    Conv2D(64, 3, padding='same')
    BatchNormalization()
    PReLU(shared_axes=(1, 2))
    Conv2D(64, 3, padding='same')
    BatchNormalization()
    Add()
    Conv2D(64, 3, padding='same')
    Add()
    Conv2D(64, 3, padding='same')
    Conv2D(64, 3, strides=2, padding='same')
    Conv2D(128, 3, padding='same')
    Conv2D(128, 3, strides=2, padding='same')
    Conv2D(256, 3, padding='same')
    Conv2D(256, 3, strides=2, padding='same')
    Conv2D(512, 3, padding='same')
    Conv2D(512, 3, strides=2, padding='same')
    GlobalAveragePooling2D()
    Dense(1024)
    Dense(1)
"""

# %% Imports
import keras
from keras import layers

# %% Configuration
GENERATOR_BLOCKS = 16
# Filters of the discriminator; each stands for two convolutions, the second of which halves the sides.
DISCRIMINATOR_FILTERS = (64, 128, 256, 512)
# Units of the dense layer that the discriminator decides by.
DENSE_UNITS = 1024
# Weight of deceiving the discriminator, beside 1 for the difference from the true image.
ADVERSARIAL_SHARE = 0.001


# %% Model
def sharpen_block(features):
    """Returns features [n, height, width, 64] of a residual block."""
    change = layers.Conv2D(64, 3, padding="same")(features)
    change = layers.PReLU(shared_axes=(1, 2))(layers.BatchNormalization(momentum=0.9)(change))
    change = layers.Conv2D(64, 3, padding="same")(change)
    return layers.Add()([features, layers.BatchNormalization(momentum=0.9)(change)])


def build_generator():
    """Returns the generator: images 0-255 -> images 0-1 of the same size."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    start = layers.Conv2D(64, 9, padding="same")(layers.Rescaling(1 / 255)(inputs))
    start = layers.PReLU(shared_axes=(1, 2))(start)
    features = start
    for _ in range(GENERATOR_BLOCKS):
        features = sharpen_block(features)
    features = layers.Conv2D(64, 3, padding="same")(features)
    features = layers.Add()([start, layers.BatchNormalization(momentum=0.9)(features)])
    outputs = layers.Conv2D(TARGET_CHANNELS, 9, padding="same", activation="sigmoid")(features)
    return keras.Model(inputs, outputs, name="generator")


def build_discriminator():
    """Returns the discriminator: images 0-1 -> a logit [n, 1], above 0 for true images."""
    inputs = keras.Input((*IMAGE_SIZE, TARGET_CHANNELS))
    features = inputs
    for filters in DISCRIMINATOR_FILTERS:
        for strides in (1, 2):
            features = layers.Conv2D(filters, 3, strides=strides, padding="same")(features)
            features = layers.BatchNormalization(momentum=0.9)(features)
            features = layers.LeakyReLU(negative_slope=0.2)(features)
    features = layers.Dense(DENSE_UNITS)(layers.GlobalAveragePooling2D()(features))
    outputs = layers.Dense(1)(layers.LeakyReLU(negative_slope=0.2)(features))
    return keras.Model(inputs, outputs, name="discriminator")


def build_model(learning_rate=LEARNING_RATE):
    """Returns the compiled SRGAN (arXiv:1609.04802): enlarged images 0-255 -> sharp images 0-1."""
    networks = build_generator(), build_discriminator()
    return join_pair(*networks, learning_rate, loss="mean_squared_error")
