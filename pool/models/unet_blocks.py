"""Parts of encoders and decoders for images: pad_images and convolve."""

# %% Imports
from keras import layers


# %% Model
def pad_images(images, multiple):
    """Returns images whose sides are multiples of a number, and the margins to crop at the end."""
    bottom, right = (-side % multiple for side in images.shape[1:3])
    margins = ((0, bottom), (0, right))
    return layers.ZeroPadding2D(margins)(images), margins


def convolve(features, filters):
    """Returns features [n, height, width, filters] after two convolutions of 3 x 3 pixels."""
    for _ in range(2):
        features = layers.Conv2D(filters, 3, padding="same", use_bias=False)(features)
        features = layers.BatchNormalization(momentum=0.9)(features)
        features = layers.ReLU()(features)
    return features
