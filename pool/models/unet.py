"""The U-Net of networks for masks (Ronneberger et al. 2015). Needs models/unet_blocks."""

# %% Imports
from keras import layers

# %% Configuration
# Convolutions of each level of the encoder; the decoder mirrors them.
ENCODER_FILTERS = (16, 32, 64)


# %% Model
def build_features(images):
    """Returns features [n, height, width, filters] of a U-Net for scaled images."""
    features, margins = pad_images(images, 2 ** len(ENCODER_FILTERS))
    skips = []
    for filters in ENCODER_FILTERS:
        features = convolve(features, filters)
        skips.append(features)
        features = layers.MaxPooling2D()(features)
    features = convolve(features, 2 * ENCODER_FILTERS[-1])
    for filters, skip in zip(reversed(ENCODER_FILTERS), reversed(skips), strict=True):
        features = layers.Conv2DTranspose(filters, 2, strides=2, padding="same")(features)
        features = convolve(layers.Concatenate()([features, skip]), filters)
    return layers.Cropping2D(margins)(features)
