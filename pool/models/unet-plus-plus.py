"""U-Net++: an encoder and decoder with nested, dense skip connections.

Zhou et al. (2018), UNet++: A Nested U-Net Architecture for Medical Image Segmentation, arXiv:1807.10165.

Architecture: U-Net++
Fits: image-masks for mask
Uses: models/unet_blocks
Holes: ENCODER_FILTERS = Conv2D.filters*5
Layers:
    Conv2D(32, 3, padding='same')
    MaxPooling2D()
    Conv2D(64, 3, padding='same')
    MaxPooling2D()
    Conv2D(128, 3, padding='same')
    MaxPooling2D()
    Conv2D(256, 3, padding='same')
    MaxPooling2D()
    Conv2D(512, 3, padding='same')
    UpSampling2D()
    Concatenate()
    UpSampling2D()
    Concatenate()
    UpSampling2D()
    Concatenate()
    UpSampling2D()
    Concatenate()
"""

# %% Imports
from keras import layers

# %% Configuration
# Convolutions of each level, the bottom last.
ENCODER_FILTERS = (32, 64, 128, 256, 512)


# %% Model
def nest_levels(column):
    """Returns the next column of nodes, one level fewer: each joins its level and the one below.

    column: for each level all nodes [n, height, width, k] that stand on it so far.
    """
    nodes = []
    for level, (own, below) in enumerate(zip(column, column[1:], strict=False)):
        raised = layers.UpSampling2D(interpolation="bilinear")(below[-1])
        joined = layers.Concatenate()([*own, raised])
        nodes.append([*own, convolve(joined, ENCODER_FILTERS[level])])
    return nodes


def build_features(images):
    """Returns features [n, height, width, filters] of a U-Net++ (arXiv:1807.10165)."""
    features, margins = pad_images(images, 2 ** (len(ENCODER_FILTERS) - 1))
    column = []
    for level, filters in enumerate(ENCODER_FILTERS):
        if level > 0:
            features = layers.MaxPooling2D()(features)
        features = convolve(features, filters)
        column.append([features])
    while len(column) > 1:
        column = nest_levels(column)
    return layers.Cropping2D(margins)(column[0][-1])
