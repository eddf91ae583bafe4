"""Convolutions that see an image as local features."""

# %% Imports
from keras import layers

# %% Configuration
# Filters of each convolution block of the image encoder; a block halves the image.
ENCODER_FILTERS = (32, 64, 128)


# %% Model
def build_features(images):
    """Returns local features [n, height, width, filters] of images 0-255."""
    features = layers.Rescaling(1 / 255)(images)
    for filters in ENCODER_FILTERS:
        features = layers.Conv2D(filters, (3, 3), padding="same", activation="relu")(features)
        features = layers.MaxPooling2D((2, 2), padding="same")(features)
    return features
