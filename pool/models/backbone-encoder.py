"""A network of keras.applications in place of the convolutions that see the images.

Simonyan and Zisserman (2015), Very Deep Convolutional Networks for Large-Scale Image Recognition,
arXiv:1409.1556, and its successors in keras.applications, without their heads.

Architecture: backbone
Fits:
    image-captions for text, match
    image-features-table for class, number
    image-folders for same
Holes: BACKBONE = backbone
Replaces: Conv2D, MaxPooling2D
Layers:
    ResNet50()
"""

# %% Imports
import keras
from keras import layers

# %% Configuration
# The encoder, trained from scratch, and the least side of images that all of them take.
BACKBONE = keras.applications.ResNet50
LEAST_SIDE = 96


# %% Model
def build_features(images):
    """Returns local features [n, height, width, filters] of images 0-255."""
    height, width = (max(side, LEAST_SIDE) for side in images.shape[1:3])
    features = layers.Rescaling(1 / 127.5, offset=-1)(images)
    features = layers.Resizing(height, width)(features)
    if features.shape[-1] != 3:
        features = layers.Conv2D(3, 1)(features)
    backbone = BACKBONE(include_top=False, weights=None, input_shape=(height, width, 3))
    for layer in backbone.layers:
        if isinstance(layer, layers.BatchNormalization):
            layer.momentum = min(layer.momentum, 0.9)  # settles in few steps
    return backbone(features)
