"""FCN-8s: a VGG-16 made fully convolutional; scores of three depths are added.

Long, Shelhamer and Darrell (2015), Fully Convolutional Networks for Semantic Segmentation, arXiv:1411.4038.

Architecture: FCN
Fits: image-masks for mask
Uses: models/unet_blocks, models/vgg_blocks
Layers:
    Conv2D(64, 3, padding='same')
    MaxPooling2D()
    Conv2D(128, 3, padding='same')
    MaxPooling2D()
    Conv2D(256, 3, padding='same')
    MaxPooling2D()
    Conv2D(512, 3, padding='same')
    MaxPooling2D()
    Conv2D(512, 3, padding='same')
    MaxPooling2D()
    Conv2D(512, 7, padding='same')
    Dropout(0.5)
    Conv2D(512, 1)
    Dropout(0.5)
    Conv2DTranspose(64, 4, strides=2, padding='same')
    Add()
    Conv2DTranspose(64, 4, strides=2, padding='same')
    Add()
    Conv2DTranspose(64, 16, strides=8, padding='same')
Holes: DROPOUT = Dropout.rate
"""

# %% Imports
from keras import layers

# %% Configuration
# Convolutions in place of the dense layers of VGG-16 (4096 in the paper, from pretrained weights).
TOP_FILTERS = 512
# Channels of the scores that are added; the head makes classes of them.
SCORE_FILTERS = 64
DROPOUT = 0.5


# %% Model
def add_scores(scores, pooled):
    """Returns scores [n, 2 * height, 2 * width, k] of a deeper level added to those of a pooling."""
    raised = layers.Conv2DTranspose(SCORE_FILTERS, 4, strides=2, padding="same")(scores)
    return layers.Add()([raised, layers.Conv2D(SCORE_FILTERS, 1)(pooled)])


def build_features(images):
    """Returns scores [n, height, width, k] of a fully convolutional network (arXiv:1411.4038)."""
    features, margins = pad_images(images, 2 ** len(VGG_BLOCKS))
    pooled = []
    for count, filters in VGG_BLOCKS:
        features = layers.MaxPooling2D()(convolve_times(features, count, filters))
        pooled.append(features)
    for size in (7, 1):
        features = layers.Conv2D(TOP_FILTERS, size, padding="same", activation="relu")(features)
        features = layers.Dropout(DROPOUT)(features)
    scores = layers.Conv2D(SCORE_FILTERS, 1)(features)
    scores = add_scores(add_scores(scores, pooled[3]), pooled[2])
    scores = layers.Conv2DTranspose(SCORE_FILTERS, 16, strides=8, padding="same")(scores)
    return layers.Cropping2D(margins)(scores)
