"""EDSR: sixteen residual blocks without normalisation (baseline size).

Lim et al. (2017), Enhanced Deep Residual Networks for Single Image Super-Resolution, arXiv:1707.02921.

Architecture: EDSR
Fits: image-pairs for image
Holes: FILTERS = Conv2D.filters
Layers:
    Conv2D(64, 3, padding='same')
    Conv2D(64, 3, padding='same', activation='relu')
    Conv2D(64, 3, padding='same')
    Add()
    Conv2D(64, 3, padding='same')
    Add()
"""

# %% Imports
from keras import layers

# %% Configuration
FILTERS = 64
BLOCKS = 16


# %% Model
def enhance_block(features):
    """Returns features [n, height, width, FILTERS] of two convolutions with their input added."""
    change = layers.Conv2D(FILTERS, 3, padding="same", activation="relu")(features)
    change = layers.Conv2D(FILTERS, 3, padding="same")(change)
    return layers.Add()([features, change])


def build_features(images):
    """Returns features [n, height, width, FILTERS] of an EDSR (arXiv:1707.02921).

    Images come at the size of the result, so nothing is enlarged at the end.
    """
    start = layers.Conv2D(FILTERS, 3, padding="same")(images)
    features = start
    for _ in range(BLOCKS):
        features = enhance_block(features)
    features = layers.Conv2D(FILTERS, 3, padding="same")(features)
    return layers.Add()([start, features])
