"""SqueezeNet 1.1: fire modules, which squeeze channels before two kinds of convolutions.

Iandola et al. (2016), SqueezeNet: AlexNet-level Accuracy with 50x Fewer Parameters, arXiv:1602.07360.

Architecture: SqueezeNet
Fits: image-folders, image-split-folders, image-table for class, labels, number
Holes: DROPOUT = Dropout.rate
Layers:
    Conv2D(64, 3, strides=2, padding='same')
    MaxPooling2D(3, strides=2, padding='same')
    Conv2D(16, 1, activation='relu')
    Conv2D(64, 1, activation='relu')
    Conv2D(64, 3, padding='same', activation='relu')
    Concatenate()
    MaxPooling2D(3, strides=2, padding='same')
    Conv2D(32, 1, activation='relu')
    Conv2D(128, 1, activation='relu')
    Conv2D(128, 3, padding='same', activation='relu')
    Concatenate()
    MaxPooling2D(3, strides=2, padding='same')
    Conv2D(48, 1, activation='relu')
    Conv2D(192, 1, activation='relu')
    Conv2D(192, 3, padding='same', activation='relu')
    Concatenate()
    Conv2D(64, 1, activation='relu')
    Conv2D(256, 1, activation='relu')
    Conv2D(256, 3, padding='same', activation='relu')
    Concatenate()
    Dropout(0.5)
    Conv2D(512, 1, activation='relu')
    GlobalAveragePooling2D()
"""

# %% Imports
from keras import layers

# %% Configuration
# Squeezed channels of the fire modules between two poolings; each expands to eight times as many.
FIRE_FILTERS = ((16, 16), (32, 32), (48, 48, 64, 64))
DROPOUT = 0.5


# %% Model
def fire_module(features, squeezed):
    """Returns features [n, height, width, 8 * squeezed] of one fire module."""
    features = layers.Conv2D(squeezed, 1, activation="relu")(features)
    narrow = layers.Conv2D(4 * squeezed, 1, activation="relu")(features)
    wide = layers.Conv2D(4 * squeezed, 3, padding="same", activation="relu")(features)
    features = layers.Concatenate()([narrow, wide])
    # Not in the paper, whose weights were trained on a million images.
    return layers.BatchNormalization(momentum=0.9)(features)


def build_features(images):
    """Returns features [n, 512] of a SqueezeNet 1.1 (arXiv:1602.07360)."""
    features = layers.Conv2D(64, 3, strides=2, padding="same", activation="relu")(images)
    for stage in FIRE_FILTERS:
        features = layers.MaxPooling2D(3, strides=2, padding="same")(features)
        for squeezed in stage:
            features = fire_module(features, squeezed)
    features = layers.Dropout(DROPOUT)(features)
    features = layers.Conv2D(512, 1, activation="relu")(features)
    return layers.GlobalAveragePooling2D()(features)
