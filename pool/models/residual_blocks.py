"""Blocks of residual networks (He et al. 2015, arXiv:1512.03385).

Gives residual_stages of residual_block (ResNet-18 and 34), dilated_resnet of bottleneck_block (ResNet-50 and
deeper), start_residual and normalize.
"""

# %% Imports
from keras import layers


# %% Model
def normalize(features):
    """Returns features of the same shape after batch normalisation and ReLU."""
    return layers.ReLU()(layers.BatchNormalization(momentum=0.9)(features))


def start_residual(images, filters):
    """Returns features [n, height / 4, width / 4, filters] of the first convolution and pooling."""
    features = layers.Conv2D(filters, 7, strides=2, padding="same", use_bias=False)(images)
    return layers.MaxPooling2D(3, strides=2, padding="same")(normalize(features))


def add_shortcut(features, inputs, strides):
    """Returns features with their inputs added, which are projected where shapes differ."""
    filters = features.shape[-1]
    if strides > 1 or inputs.shape[-1] != filters:
        inputs = layers.Conv2D(filters, 1, strides=strides, use_bias=False)(inputs)
        inputs = layers.BatchNormalization(momentum=0.9)(inputs)
    return layers.ReLU()(layers.Add()([features, inputs]))


def residual_block(inputs, filters, strides=1):
    """Returns features [n, height / strides, width / strides, filters] of two convolutions."""
    features = layers.Conv2D(filters, 3, strides=strides, padding="same", use_bias=False)(inputs)
    features = layers.Conv2D(filters, 3, padding="same", use_bias=False)(normalize(features))
    features = layers.BatchNormalization(momentum=0.9)(features)
    return add_shortcut(features, inputs, strides)


def residual_stages(images, stage_blocks):
    """Returns the features of each stage of a ResNet of so many residual blocks a stage."""
    features = start_residual(images, 64)
    levels = []
    for stage, blocks in enumerate(stage_blocks):
        for block in range(blocks):
            strides = 2 if stage > 0 and block == 0 else 1
            features = residual_block(features, 64 * 2**stage, strides)
        levels.append(features)
    return levels


def bottleneck_block(inputs, filters, strides=1, rate=1):
    """Returns features [n, height / strides, width / strides, 4 * filters] of three convolutions."""
    features = normalize(layers.Conv2D(filters, 1, use_bias=False)(inputs))
    spread = {"strides": strides} if rate == 1 else {"dilation_rate": rate}
    features = layers.Conv2D(filters, 3, padding="same", use_bias=False, **spread)(features)
    features = layers.Conv2D(4 * filters, 1, use_bias=False)(normalize(features))
    features = layers.BatchNormalization(momentum=0.9)(features)
    return add_shortcut(features, inputs, strides)


def dilated_resnet(images, stages):
    """Returns the features of each stage of a ResNet; a stage has (blocks, filters, strides, rate)."""
    features = start_residual(images, 64)
    levels = []
    for blocks, filters, strides, rate in stages:
        for block in range(blocks):
            features = bottleneck_block(features, filters, strides if block == 0 else 1, rate)
        levels.append(features)
    return levels
