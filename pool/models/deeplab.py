"""DeepLabV3+: a dilated ResNet-50, atrous spatial pyramid pooling and a decoder.

Chen et al. (2018), Encoder-Decoder with Atrous Separable Convolution for Semantic Image Segmentation, arXiv:1802.02611.

Architecture: DeepLab
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
    Conv2D(256, 3, strides=2, padding='same')
    Add()
    Conv2D(512, 3, padding='same', dilation_rate=2)
    Add()
    SeparableConv2D(256, 3, padding='same', dilation_rate=6)
    SeparableConv2D(256, 3, padding='same', dilation_rate=12)
    SeparableConv2D(256, 3, padding='same', dilation_rate=18)
    GlobalAveragePooling2D(keepdims=True)
    Concatenate()
    Conv2D(256, 1)
    Dropout(0.1)
    UpSampling2D(4, interpolation='bilinear')
    Conv2D(48, 1)
    Concatenate()
    SeparableConv2D(256, 3, padding='same')
    SeparableConv2D(256, 3, padding='same')
    UpSampling2D(4, interpolation='bilinear')
"""

# %% Imports
from keras import layers

# %% Configuration
# Dilation of the convolutions that look at the features side by side.
ATROUS_RATES = (6, 12, 18)
DROPOUT = 0.1


# %% Model
def project(features, filters):
    """Returns features [n, height, width, filters] after a convolution of 1 x 1 pixels."""
    return normalize(layers.Conv2D(filters, 1, use_bias=False)(features))


def atrous_pyramid(features):
    """Returns features [n, height, width, 256] of several fields of view and of the whole image."""
    height, width = features.shape[1:3]
    views = [project(features, 256)]
    for rate in ATROUS_RATES:
        look = layers.SeparableConv2D(256, 3, padding="same", dilation_rate=rate, use_bias=False)
        views.append(normalize(look(features)))
    whole = project(layers.GlobalAveragePooling2D(keepdims=True)(features), 256)
    views.append(layers.Resizing(height, width)(whole))
    return layers.Dropout(DROPOUT)(project(layers.Concatenate()(views), 256))


def build_features(images):
    """Returns features [n, height, width, 256] of a DeepLabV3+ over a ResNet-50 (arXiv:1802.02611)."""
    features, margins = pad_images(images, 16)
    # Blocks, filters, strides and dilation of each stage: the last has a sixteenth of the sides.
    stages = ((3, 64, 1, 1), (4, 128, 2, 1), (6, 256, 2, 1), (3, 512, 1, 2))
    fine, _, _, coarse = dilated_resnet(features, stages)
    features = layers.UpSampling2D(4, interpolation="bilinear")(atrous_pyramid(coarse))
    features = layers.Concatenate()([features, project(fine, 48)])
    for _ in range(2):
        refine = layers.SeparableConv2D(256, 3, padding="same", use_bias=False)
        features = normalize(refine(features))
    features = layers.UpSampling2D(4, interpolation="bilinear")(features)
    return layers.Cropping2D(margins)(features)
