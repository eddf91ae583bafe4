"""A U-Net whose encoder is a network of keras.applications.

Yakubovskiy (2019), Segmentation Models, github.com/qubvel/segmentation_models (decoder).

Architecture: backbone
Fits: image-masks for mask
Uses: models/unet_blocks
Holes: BACKBONE = backbone
Layers:
    ResNet50()
    UpSampling2D()
    Concatenate()
    Conv2D(256, 3, padding='same')
    UpSampling2D()
    Concatenate()
    Conv2D(128, 3, padding='same')
    UpSampling2D()
    Concatenate()
    Conv2D(64, 3, padding='same')
    UpSampling2D()
    Concatenate()
    Conv2D(32, 3, padding='same')
    UpSampling2D()
    Concatenate()
    Conv2D(16, 3, padding='same')
"""

# %% Imports
import keras
from keras import layers

# %% Configuration
# The encoder, trained from scratch.
BACKBONE = keras.applications.ResNet50
DECODER_FILTERS = (256, 128, 64, 32, 16)


# %% Model
def build_encoder(shape):
    """Returns the encoder: images of a shape -> features of a half, a quarter, ... of their sides."""
    backbone = BACKBONE(include_top=False, weights=None, input_shape=shape)
    levels = {}
    for layer in backbone.layers:
        if isinstance(layer, layers.BatchNormalization):
            layer.momentum = min(layer.momentum, 0.9)  # settles in few steps
        if len(layer.output.shape) == 4:
            levels[layer.output.shape[1]] = layer.output
    steps = (2**level for level in range(1, len(DECODER_FILTERS) + 1))
    outputs = [levels[shape[0] // step] for step in steps]
    return keras.Model(backbone.inputs, outputs, name=backbone.name)


def build_features(images):
    """Returns features [n, height, width, filters] of a U-Net over BACKBONE."""
    images, margins = pad_images(images, 2 ** len(DECODER_FILTERS))
    *levels, features = build_encoder(images.shape[1:])(images)
    for filters, skip in zip(DECODER_FILTERS, (*reversed(levels), images), strict=True):
        features = layers.UpSampling2D()(features)
        features = convolve(layers.Concatenate()([features, skip]), filters)
    return layers.Cropping2D(margins)(features)
