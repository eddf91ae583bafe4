"""The convolutions of VGG-16 (Simonyan and Zisserman 2014, arXiv:1409.1556): VGG_BLOCKS, convolve_times."""

# %% Imports
from keras import layers

# %% Configuration
# Number and filters of the convolutions of each block; each ends in a pooling.
VGG_BLOCKS = ((2, 64), (2, 128), (3, 256), (3, 512), (3, 512))


# %% Model
def convolve_times(features, count, filters):
    """Returns features [n, height, width, filters] after that many convolutions of 3 x 3 pixels."""
    for _ in range(count):
        features = layers.Conv2D(filters, 3, padding="same", use_bias=False)(features)
        # Not in the paper of VGG, whose weights were pretrained block by block.
        features = layers.BatchNormalization(momentum=0.9)(features)
        features = layers.ReLU()(features)
    return features
