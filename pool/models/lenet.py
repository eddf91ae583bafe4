"""LeNet-5: two convolutions with average pooling and two dense layers.

LeCun et al. (1998), Gradient-Based Learning Applied to Document Recognition.

Architecture: LeNet
Fits:
    image-folders, image-split-folders, image-table for class, labels, number
    arrays for class, number
Layers:
    Conv2D(6, 5, padding='same', activation='tanh')
    AveragePooling2D((2, 2))
    Conv2D(16, 5, padding='same', activation='tanh')
    AveragePooling2D((2, 2))
    Flatten()
    Dense(120, activation='tanh')
    Dense(84, activation='tanh')
Holes:
    FILTERS = Conv2D.filters*2
    UNITS = Dense.units*2
"""

# %% Imports
from keras import layers

# %% Configuration
# Of the two convolutions and of the two dense layers.
FILTERS = (6, 16)
UNITS = (120, 84)


# %% Model
def build_features(images):
    """Returns features [n, units] of LeNet-5 (LeCun et al. 1998) for scaled images."""
    features = images
    for filters in FILTERS:
        features = layers.Conv2D(filters, 5, padding="same", activation="tanh")(features)
        features = layers.AveragePooling2D((2, 2), padding="same")(features)
    features = layers.Flatten()(features)
    for units in UNITS:
        features = layers.Dense(units, activation="tanh")(features)
    return features
