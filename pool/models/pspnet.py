"""PSPNet: a dilated ResNet-50 and pooling over regions of four sizes.

Zhao et al. (2017), Pyramid Scene Parsing Network, arXiv:1612.01105.

Architecture: PSPNet
Fits: image-masks for mask
Uses: models/unet_blocks, models/residual_blocks
Holes: DROPOUT = Dropout.rate
Layers:
    Conv2D(64, 7, strides=2, padding='same')
    MaxPooling2D(3, strides=2, padding='same')
    Conv2D(64, 3, padding='same')
    Add()
    Conv2D(128, 3, strides=2, padding='same')
    Add()
    Conv2D(256, 3, padding='same', dilation_rate=2)
    Add()
    Conv2D(512, 3, padding='same', dilation_rate=4)
    Add()
    GlobalAveragePooling2D(keepdims=True)
    AdaptiveAveragePooling2D(2)
    AdaptiveAveragePooling2D(3)
    AdaptiveAveragePooling2D(6)
    Concatenate()
    Conv2D(512, 3, padding='same')
    Dropout(0.1)
    UpSampling2D(8, interpolation='bilinear')
"""

# %% Imports
from keras import layers

# %% Configuration
# Regions a side that the features are pooled over, beside the whole.
PYRAMID_BINS = (2, 3, 6)
DROPOUT = 0.1


# %% Model
def pool_pyramid(features):
    """Returns features [n, height, width, 2 k] joined with their means over regions of each size."""
    height, width, filters = features.shape[1:]
    joined, share = [features], filters // (len(PYRAMID_BINS) + 1)
    # Keras 3.15 cannot pool adaptively into one region.
    whole = layers.GlobalAveragePooling2D(keepdims=True)(features)
    parts = [layers.AdaptiveAveragePooling2D(bins)(features) for bins in PYRAMID_BINS]
    for means in [whole, *parts]:
        reduced = layers.Conv2D(share, 1, use_bias=False)(means)
        joined.append(layers.Resizing(height, width)(normalize(reduced)))
    return layers.Concatenate()(joined)


def build_features(images):
    """Returns features [n, height, width, 512] of a PSPNet over a ResNet-50 (arXiv:1612.01105)."""
    features, margins = pad_images(images, 8)
    # Blocks, filters, strides and dilation of each stage: features keep an eighth of the sides.
    stages = ((3, 64, 1, 1), (4, 128, 2, 1), (6, 256, 1, 2), (3, 512, 1, 4))
    features = pool_pyramid(dilated_resnet(features, stages)[-1])
    features = normalize(layers.Conv2D(512, 3, padding="same", use_bias=False)(features))
    features = layers.Dropout(DROPOUT)(features)
    features = layers.UpSampling2D(8, interpolation="bilinear")(features)
    return layers.Cropping2D(margins)(features)
