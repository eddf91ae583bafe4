"""ResNet-18: residual blocks of two convolutions in four stages.

He et al. (2015), Deep Residual Learning for Image Recognition, arXiv:1512.03385.

Architecture: ResNet-18
Fits: image-folders, image-split-folders, image-table for class, labels, number
Uses: models/residual_blocks
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
    GlobalAveragePooling2D()
"""

# %% Imports
from keras import layers

# %% Configuration
# Residual blocks of the stages; each stage halves the sides and doubles the 64 filters.
STAGE_BLOCKS = (2, 2, 2, 2)


# %% Model
def build_features(images):
    """Returns features [n, 512] of a ResNet-18 (arXiv:1512.03385)."""
    return layers.GlobalAveragePooling2D()(residual_stages(images, STAGE_BLOCKS)[-1])
