"""Pix2Pix: a U-Net generator and a discriminator that judges patches, beside what they were made from.

Isola et al. (2017), Image-to-Image Translation with Conditional Adversarial Networks, arXiv:1611.07004.

Architecture: Pix2Pix
Fits: image-pairs for image
Uses: models/unet_blocks, models/paired_gan
Loss: mean_absolute_error
Holes: GENERATOR_FILTERS = Conv2D.filters*5
Layers:
    Conv2D(64, 4, strides=2, padding='same')
    Conv2D(128, 4, strides=2, padding='same')
    Conv2D(256, 4, strides=2, padding='same')
    Conv2D(512, 4, strides=2, padding='same')
    Conv2D(512, 4, strides=2, padding='same')
    Conv2DTranspose(512, 4, strides=2, padding='same')
    Concatenate()
    Conv2DTranspose(256, 4, strides=2, padding='same')
    Concatenate()
    Conv2DTranspose(128, 4, strides=2, padding='same')
    Concatenate()
    Conv2DTranspose(64, 4, strides=2, padding='same')
    Concatenate()
    Conv2DTranspose(64, 4, strides=2, padding='same')
    Concatenate()
    Conv2D(64, 4, strides=2, padding='same')
    Conv2D(128, 4, strides=2, padding='same')
    Conv2D(256, 4, strides=2, padding='same')
    Conv2D(1, 4, padding='same')
"""

# %% Imports
import keras
from keras import layers

# %% Configuration
# Filters of the generator's encoder, each level half as large; the decoder mirrors them.
GENERATOR_FILTERS = (64, 128, 256, 512, 512)
# Filters of the discriminator.
PATCH_FILTERS = (64, 128, 256)
# Weight of deceiving the discriminator, beside 1 for the difference from the true image.
ADVERSARIAL_SHARE = 0.01
DROPOUT = 0.5


# %% Model
def halve_sides(features, filters):
    """Returns features [n, height / 2, width / 2, filters] of one encoder level."""
    features = layers.Conv2D(filters, 4, strides=2, padding="same", use_bias=False)(features)
    features = layers.BatchNormalization(momentum=0.9)(features)
    return layers.LeakyReLU(negative_slope=0.2)(features)


def build_generator():
    """Returns the generator: images 0-255 -> images 0-1, by a U-Net."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = layers.Rescaling(1 / 127.5, offset=-1)(inputs)
    features, margins = pad_images(features, 2 ** len(GENERATOR_FILTERS))
    skips = []
    for filters in GENERATOR_FILTERS:
        skips.append(features)
        features = halve_sides(features, filters)
    decoder_filters = (GENERATOR_FILTERS[0], *GENERATOR_FILTERS[:-1])
    for level in reversed(range(len(skips))):
        double = layers.Conv2DTranspose(
            decoder_filters[level], 4, strides=2, padding="same", use_bias=False
        )
        features = layers.BatchNormalization(momentum=0.9)(double(features))
        if level >= 3:  # noise, without which equal inputs would always give equal images
            features = layers.Dropout(DROPOUT)(features)
        features = layers.Concatenate()([layers.ReLU()(features), skips[level]])
    features = layers.Conv2D(TARGET_CHANNELS, 3, padding="same", activation="sigmoid")(features)
    outputs = layers.Cropping2D(margins)(features)
    return keras.Model(inputs, outputs, name="generator")


def build_discriminator():
    """Returns the discriminator: images 0-1 and their inputs 0-255 -> a logit for each patch."""
    made = keras.Input((*IMAGE_SIZE, TARGET_CHANNELS), name="made")
    images = keras.Input((*IMAGE_SIZE, CHANNELS), name="images")
    features = layers.Concatenate()([made, layers.Rescaling(1 / 255)(images)])
    for filters in PATCH_FILTERS:
        features = halve_sides(features, filters)
    outputs = layers.Conv2D(1, 4, padding="same")(features)
    return keras.Model([made, images], outputs, name="discriminator")


def build_model(learning_rate=LEARNING_RATE):
    """Returns the compiled Pix2Pix (arXiv:1611.07004): images 0-255 -> images 0-1."""
    networks = build_generator(), build_discriminator()
    return join_pair(*networks, learning_rate, loss="mean_absolute_error")
