"""ResUNet: an encoder and decoder of residual units with pre-activation.

Zhang, Liu and Wang (2018), Road Extraction by Deep Residual U-Net, arXiv:1711.10684.

Architecture: ResUNet
Fits: image-masks for mask
Uses: models/unet_blocks
Holes: ENCODER_FILTERS = Conv2D.filters*4
Layers:
    Conv2D(64, 3, padding='same')
    Conv2D(128, 3, strides=2, padding='same')
    Conv2D(256, 3, strides=2, padding='same')
    Conv2D(512, 3, strides=2, padding='same')
    Add()
    UpSampling2D()
    Concatenate()
    Add()
    UpSampling2D()
    Concatenate()
    Add()
    UpSampling2D()
    Concatenate()
    Add()
"""

# %% Imports
from keras import layers

# %% Configuration
# Convolutions of each level of the encoder, the bridge last; the decoder mirrors them.
ENCODER_FILTERS = (64, 128, 256, 512)


# %% Model
def residual_unit(features, filters, strides=1):
    """Returns features [n, height / strides, width / strides, filters] with their input added."""
    shortcut = layers.Conv2D(filters, 1, strides=strides, use_bias=False)(features)
    shortcut = layers.BatchNormalization(momentum=0.9)(shortcut)
    for step in (strides, 1):
        features = layers.BatchNormalization(momentum=0.9)(features)
        features = layers.ReLU()(features)
        features = layers.Conv2D(filters, 3, strides=step, padding="same")(features)
    return layers.Add()([features, shortcut])


def build_features(images):
    """Returns features [n, height, width, filters] of a deep residual U-Net (arXiv:1711.10684)."""
    *levels, bridge = ENCODER_FILTERS
    features, margins = pad_images(images, 2 ** len(levels))
    # The first unit has no activation before its first convolution.
    start = layers.Conv2D(levels[0], 3, padding="same", use_bias=False)(features)
    start = layers.BatchNormalization(momentum=0.9)(start)
    start = layers.ReLU()(start)
    start = layers.Conv2D(levels[0], 3, padding="same")(start)
    features = layers.Add()([start, layers.Conv2D(levels[0], 1)(features)])
    skips = [features]
    for filters in levels[1:]:
        features = residual_unit(features, filters, strides=2)
        skips.append(features)
    features = residual_unit(features, bridge, strides=2)
    for filters, skip in zip(reversed(levels), reversed(skips), strict=True):
        features = layers.UpSampling2D()(features)
        features = residual_unit(layers.Concatenate()([features, skip]), filters)
    return layers.Cropping2D(margins)(features)
