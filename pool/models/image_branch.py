"""The image branch of networks with several inputs: encode_image, and sizes of the branches."""

# %% Imports
from keras import layers

# %% Configuration
# Filters of each convolution block of the image branch; a block halves the image.
IMAGE_FILTERS = (32, 64)
# Units of the table branch, and of the layer that joins both.
TABLE_UNITS = 32
JOINT_UNITS = 64
DROPOUT_RATE = 0.3
# Width of an encoded row; the train split says the real one.
TABLE_WIDTH = 10


# %% Model
def encode_image(image):
    """Returns features [n, filters] of images 0-255."""
    features = layers.Rescaling(1 / 255)(image)
    for filters in IMAGE_FILTERS:
        features = layers.Conv2D(filters, (3, 3), padding="same", activation="relu")(features)
        features = layers.MaxPooling2D((2, 2), padding="same")(features)
    return layers.GlobalAveragePooling2D()(features)
