"""AlexNet: five convolutions and two dense layers of 4096 units with dropout.

Krizhevsky, Sutskever and Hinton (2012), ImageNet Classification with Deep Convolutional Neural Networks.

Architecture: AlexNet
Fits: image-folders, image-split-folders, image-table for class, labels, number
Holes: DENSE_UNITS = Dense.units*2, DROPOUT = Dropout.rate
Layers:
    Conv2D(96, 11, strides=4, padding='same')
    MaxPooling2D(3, strides=2, padding='same')
    Conv2D(256, 5, padding='same')
    MaxPooling2D(3, strides=2, padding='same')
    Conv2D(384, 3, padding='same')
    Conv2D(384, 3, padding='same')
    Conv2D(256, 3, padding='same')
    MaxPooling2D(3, strides=2, padding='same')
    Flatten()
    Dense(4096, activation='relu')
    Dropout(0.5)
    Dense(4096, activation='relu')
    Dropout(0.5)
"""

# %% Imports
from keras import layers

# %% Configuration
DENSE_UNITS = (4096, 4096)
DROPOUT = 0.5


# %% Model
def normalized_convolution(features, filters, size, strides=1):
    """Returns features [n, height / strides, width / strides, filters] of one convolution."""
    convolution = layers.Conv2D(filters, size, strides=strides, padding="same", use_bias=False)
    # Stands for the paper's local response normalisation.
    return layers.ReLU()(layers.BatchNormalization(momentum=0.9)(convolution(features)))


def pool_overlapping(features):
    """Returns features [n, height / 2, width / 2, k] pooled over windows that overlap."""
    return layers.MaxPooling2D(3, strides=2, padding="same")(features)


def build_features(images):
    """Returns features [n, units] of an AlexNet (Krizhevsky et al. 2012)."""
    features = pool_overlapping(normalized_convolution(images, 96, 11, strides=4))
    features = pool_overlapping(normalized_convolution(features, 256, 5))
    for filters in (384, 384, 256):
        features = normalized_convolution(features, filters, 3)
    features = layers.Flatten()(pool_overlapping(features))
    for units in DENSE_UNITS:
        features = layers.Dense(units, activation="relu")(features)
        features = layers.Dropout(DROPOUT)(features)
    return features
