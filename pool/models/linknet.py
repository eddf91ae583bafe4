"""LinkNet: a ResNet-18 encoder whose levels are added to those of a light decoder.

Chaurasia and Culurciello (2017), LinkNet: Exploiting Encoder Representations for Efficient Semantic Segmentation,
arXiv:1707.03718.

Architecture: LinkNet
Fits: image-masks for mask
Uses: models/unet_blocks, models/residual_blocks
Layers:
    Conv2D(64, 7, strides=2, padding='same')
    MaxPooling2D(3, strides=2, padding='same')
    Conv2D(64, 3, padding='same')
    Add()
    Conv2D(128, 3, strides=2, padding='same')
    Add()
    Conv2D(256, 3, strides=2, padding='same')
    Add()
    Conv2D(512, 3, strides=2, padding='same')
    Add()
    Conv2DTranspose(128, 3, strides=2, padding='same')
    Add()
    Conv2DTranspose(64, 3, strides=2, padding='same')
    Add()
    Conv2DTranspose(32, 3, strides=2, padding='same')
    Add()
    Conv2DTranspose(32, 3, strides=2, padding='same')
    Conv2D(32, 3, padding='same')
    Conv2DTranspose(32, 2, strides=2, padding='same')
"""

# %% Imports
from keras import layers


# %% Model
def decode_link(features, filters, strides):
    """Returns features [n, strides * height, strides * width, filters] of one decoder block."""
    inner = features.shape[-1] // 4
    features = normalize(layers.Conv2D(inner, 1, use_bias=False)(features))
    raise_sides = layers.Conv2DTranspose(inner, 3, strides=strides, padding="same", use_bias=False)
    features = normalize(raise_sides(features))
    return normalize(layers.Conv2D(filters, 1, use_bias=False)(features))


def build_features(images):
    """Returns features [n, height, width, 32] of a LinkNet (arXiv:1707.03718)."""
    features, margins = pad_images(images, 32)
    *links, features = residual_stages(features, (2, 2, 2, 2))
    for link in reversed(links):
        features = layers.Add()([decode_link(features, link.shape[-1], 2), link])
    features = decode_link(features, 64, 1)
    features = layers.Conv2DTranspose(32, 3, strides=2, padding="same")(features)
    features = normalize(features)
    features = normalize(layers.Conv2D(32, 3, padding="same")(features))
    features = layers.Conv2DTranspose(32, 2, strides=2, padding="same")(features)
    return layers.Cropping2D(margins)(features)
