"""U-Net for pairs of images: levels that halve and double the image, joined by skips.

Ronneberger, Fischer and Brox (2015), U-Net: Convolutional Networks for Biomedical Image
Segmentation, arXiv:1505.04597; with normalisation, and as deep as small images allow.

Architecture: U-Net
Fits: image-pairs for image
Uses: models/unet_blocks
Holes: LEVEL_FILTERS = Conv2D.filters*4
Layers:
    Conv2D(32, 3, padding='same')
    MaxPooling2D()
    Conv2D(64, 3, padding='same')
    MaxPooling2D()
    Conv2D(128, 3, padding='same')
    MaxPooling2D()
    Conv2D(256, 3, padding='same')
    Conv2DTranspose(128, 2, strides=2)
    Concatenate()
    Conv2DTranspose(64, 2, strides=2)
    Concatenate()
    Conv2DTranspose(32, 2, strides=2)
    Concatenate()
"""

# %% Imports
from keras import layers

# %% Configuration
# Filters of each level of the encoder, the deepest last; the decoder mirrors them.
LEVEL_FILTERS = (32, 64, 128, 256)


# %% Model
def build_features(images):
    """Returns features [n, height, width, filters] of a U-Net (arXiv:1505.04597)."""
    *levels, bridge = LEVEL_FILTERS
    features, margins = pad_images(images, 2 ** len(levels))
    skips = []
    for filters in levels:
        features = convolve(features, filters)
        skips.append(features)
        features = layers.MaxPooling2D()(features)
    features = convolve(features, bridge)
    for filters, skip in zip(reversed(levels), reversed(skips), strict=True):
        features = layers.Conv2DTranspose(filters, 2, strides=2)(features)
        features = convolve(layers.Concatenate()([features, skip]), filters)
    return layers.Cropping2D(margins)(features)
