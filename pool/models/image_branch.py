"""The image branch of networks with several inputs: encode_image, and sizes of the branches.

Needs build_features, as of models/image_encoder.
"""

# %% Imports
from keras import layers

# %% Configuration
# Units of the table branch, and of the layer that joins both.
TABLE_UNITS = 32
JOINT_UNITS = 64
DROPOUT_RATE = 0.3
# Width of an encoded row; the train split says the real one.
TABLE_WIDTH = 10


# %% Model
def encode_image(image):
    """Returns features [n, filters] of images 0-255."""
    return layers.GlobalAveragePooling2D()(build_features(image))
