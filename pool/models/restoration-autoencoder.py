"""A convolutional encoder that halves damaged images, and a decoder that enlarges them again.

Vincent et al. (2008), Extracting and Composing Robust Features with Denoising Autoencoders, ICML.

Architecture: denoising autoencoder
Fits: image-pairs for image
Layers:
    Conv2D(32, (3, 3), padding='same', activation='relu')
    MaxPooling2D((2, 2), padding='same')
    Conv2D(64, (3, 3), padding='same', activation='relu')
    MaxPooling2D((2, 2), padding='same')
    Conv2DTranspose(64, (3, 3), strides=2, padding='same', activation='relu')
    Conv2DTranspose(32, (3, 3), strides=2, padding='same', activation='relu')
"""

# %% Imports
from keras import layers

# %% Configuration
# Filters of each encoder block; a block halves the image, the decoder mirrors them.
ENCODER_FILTERS = (32, 64)


# %% Model
def decode(features):
    """Returns features enlarged once per encoder block and cut back to the image size."""
    for filters in reversed(ENCODER_FILTERS):
        features = layers.Conv2DTranspose(
            filters, (3, 3), strides=2, padding="same", activation="relu"
        )(features)
    # Sides that are no multiple of 2 ** blocks come out too long.
    extra = [
        (0, length - side) for length, side in zip(features.shape[1:3], IMAGE_SIZE, strict=True)
    ]
    return layers.Cropping2D(tuple(extra))(features)


def build_features(images):
    """Returns features [n, height, width, filters] of an autoencoder of the images."""
    features = images
    for filters in ENCODER_FILTERS:
        features = layers.Conv2D(filters, (3, 3), padding="same", activation="relu")(features)
        features = layers.MaxPooling2D((2, 2), padding="same")(features)
    return decode(features)
