"""SRCNN: three convolutions that sharpen an enlarged image.

Dong et al. (2014), Image Super-Resolution Using Deep Convolutional Networks, arXiv:1501.00092.

Architecture: SRCNN
Fits: image-pairs for image
Holes: FILTERS = Conv2D.filters*2
Layers:
    Conv2D(64, 9, padding='same', activation='relu')
    Conv2D(32, 1, activation='relu')
"""

# %% Imports
from keras import layers

# %% Configuration
# Of the convolutions that take patches and that map them; the head makes the image of them.
FILTERS = (64, 32)


# %% Model
def build_features(images):
    """Returns features [n, height, width, filters] of an SRCNN (arXiv:1501.00092)."""
    patches, mapped = FILTERS
    features = layers.Conv2D(patches, 9, padding="same", activation="relu")(images)
    return layers.Conv2D(mapped, 1, activation="relu")(features)
