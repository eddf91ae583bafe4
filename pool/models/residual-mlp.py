"""A residual network of dense layers for rows of a table.

Gorishniy et al. (2021), Revisiting Deep Learning Models for Tabular Data (ResNet),
arXiv:2106.11959.

Architecture: residual MLP
Fits:
    table for class, number, labels
Layers:
    Dense(128)
    BatchNormalization()
    Dense(256, activation='relu')
    Dropout(0.2)
    Dense(128)
    Add()
    BatchNormalization()
    Dense(256, activation='relu')
    Dropout(0.2)
    Dense(128)
    Add()
    BatchNormalization()
    ReLU()
Holes:
    UNITS = Dense.units
    DROPOUT = Dropout.rate
"""

# %% Imports
from keras import layers

# %% Configuration
UNITS = 128
BLOCKS = 2
DROPOUT = 0.2


# %% Model
def dense_block(features):
    """Returns rows [n, UNITS] after two dense layers and a shortcut."""
    hidden = layers.BatchNormalization()(features)
    hidden = layers.Dense(2 * UNITS, activation="relu")(hidden)
    hidden = layers.Dropout(DROPOUT)(hidden)
    return layers.Add()([features, layers.Dense(UNITS)(hidden)])


def build_features(features):
    """Returns features [n, UNITS] of rows [n, width]."""
    features = layers.Dense(UNITS)(features)
    for _ in range(BLOCKS):
        features = dense_block(features)
    return layers.ReLU()(layers.BatchNormalization()(features))
