"""Denoising autoencoder: an encoder that halves the image level by level, and its mirror.

Vincent et al. (2010), Stacked Denoising Autoencoders, JMLR 11; with convolutions.

Architecture: autoencoder
Fits: image-pairs for image
Uses: models/unet_blocks
Holes: CODE_FILTERS = Conv2D.filters*3
Layers:
    Conv2D(32, 3, strides=2, padding='same', activation='relu')
    Conv2D(64, 3, strides=2, padding='same', activation='relu')
    Conv2D(128, 3, strides=2, padding='same', activation='relu')
    Conv2DTranspose(128, 3, strides=2, padding='same', activation='relu')
    Conv2DTranspose(64, 3, strides=2, padding='same', activation='relu')
    Conv2DTranspose(32, 3, strides=2, padding='same', activation='relu')
"""

# %% Imports
from keras import layers

# %% Configuration
# Filters of the encoder, each level half as large; the decoder mirrors them.
CODE_FILTERS = (32, 64, 128)


# %% Model
def decode(features):
    """Returns features [n, height, width, filters] as large as the image that was encoded."""
    for filters in reversed(CODE_FILTERS):
        up = layers.Conv2DTranspose(filters, 3, strides=2, padding="same", activation="relu")
        features = up(features)
    return features


def build_features(images):
    """Returns features [n, height, width, filters] of a denoising autoencoder."""
    features, margins = pad_images(images, 2 ** len(CODE_FILTERS))
    for filters in CODE_FILTERS:
        down = layers.Conv2D(filters, 3, strides=2, padding="same", activation="relu")
        features = down(features)
    return layers.Cropping2D(margins)(decode(features))
