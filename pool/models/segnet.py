"""SegNet: a VGG-16 encoder whose pooled places guide the unpooling of the decoder.

Badrinarayanan, Kendall and Cipolla (2015), SegNet: A Deep Convolutional Encoder-Decoder Architecture for Image
Segmentation, arXiv:1511.00561.

Architecture: SegNet
Fits: image-masks for mask
Uses: models/unet_blocks, models/vgg_blocks
Layers:
    Conv2D(64, 3, padding='same')
    Conv2D(64, 3, padding='same')
    MaxPooling2D()
    Conv2D(128, 3, padding='same')
    Conv2D(128, 3, padding='same')
    MaxPooling2D()
    Conv2D(256, 3, padding='same')
    Conv2D(256, 3, padding='same')
    Conv2D(256, 3, padding='same')
    MaxPooling2D()
    Conv2D(512, 3, padding='same')
    Conv2D(512, 3, padding='same')
    Conv2D(512, 3, padding='same')
    MaxPooling2D()
    Conv2D(512, 3, padding='same')
    Conv2D(512, 3, padding='same')
    Conv2D(512, 3, padding='same')
    MaxPooling2D()
    Unpooling2D()
    Conv2D(512, 3, padding='same')
    Unpooling2D()
    Conv2D(256, 3, padding='same')
    Unpooling2D()
    Conv2D(128, 3, padding='same')
    Unpooling2D()
    Conv2D(64, 3, padding='same')
    Unpooling2D()
    Conv2D(64, 3, padding='same')
"""

# %% Imports
import keras
from keras import layers


# %% Model
@keras.saving.register_keras_serializable(package="project")
class Unpooling2D(layers.Layer):
    """Undoes max pooling of 2 x 2: values go back to the places of the maxima, others are 0.

    Takes features [n, h / 2, w / 2, k], and those before and after pooling, [n, h, w, k] and
    [n, h / 2, w / 2, k].
    """

    def call(self, features, before, after):
        def enlarge(values):
            return keras.ops.repeat(keras.ops.repeat(values, 2, axis=1), 2, axis=2)

        is_maximum = keras.ops.cast(keras.ops.equal(before, enlarge(after)), features.dtype)
        return enlarge(features) * is_maximum


def build_features(images):
    """Returns features [n, height, width, filters] of a SegNet (arXiv:1511.00561)."""
    features, margins = pad_images(images, 2 ** len(VGG_BLOCKS))
    poolings = []
    for count, filters in VGG_BLOCKS:
        before = convolve_times(features, count, filters)
        features = layers.MaxPooling2D()(before)
        poolings.append((before, features))
    widths = [VGG_BLOCKS[0][1], *(filters for _, filters in VGG_BLOCKS[:-1])]
    levels = zip(VGG_BLOCKS, widths, poolings, strict=True)
    for (count, filters), width, (before, after) in reversed(list(levels)):
        features = Unpooling2D()(features, before, after)
        features = convolve_times(features, count - 1, filters)
        features = convolve_times(features, 1, width)
    return layers.Cropping2D(margins)(features)
