"""The U-Net of networks for masks: build_unet."""

# %% Imports
from keras import layers

# %% Configuration
# Convolutions of each level of the encoder; the decoder mirrors them.
ENCODER_FILTERS = (16, 32, 64)


# %% Model
def convolve(features, filters):
    """Returns features [n, height, width, filters] after two convolutions of 3 x 3 pixels."""
    for _ in range(2):
        features = layers.Conv2D(filters, 3, padding="same", use_bias=False)(features)
        features = layers.BatchNormalization(momentum=0.9)(features)
        features = layers.ReLU()(features)
    return features


def build_unet(inputs):
    """Returns features [n, height, width, filters] of a U-Net for images 0-255."""
    features = layers.Rescaling(1 / 255)(inputs)
    # Each level halves the sides, so they are padded to a multiple and cut back at the end.
    bottom, right = (-side % 2 ** len(ENCODER_FILTERS) for side in IMAGE_SIZE)
    features = layers.ZeroPadding2D(((0, bottom), (0, right)))(features)
    skips = []
    for filters in ENCODER_FILTERS:
        features = convolve(features, filters)
        skips.append(features)
        features = layers.MaxPooling2D()(features)
    features = convolve(features, 2 * ENCODER_FILTERS[-1])
    for filters, skip in zip(reversed(ENCODER_FILTERS), reversed(skips), strict=True):
        features = layers.Conv2DTranspose(filters, 2, strides=2, padding="same")(features)
        features = convolve(layers.Concatenate()([features, skip]), filters)
    return layers.Cropping2D(((0, bottom), (0, right)))(features)
