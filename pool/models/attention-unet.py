"""A U-Net with attention gates on its skip connections.

Oktay et al. (2018), Attention U-Net: Learning Where to Look for the Pancreas, arXiv:1804.03999.

Architecture: attention U-Net
Fits: image-masks for mask
Uses: models/unet_blocks
Holes: ENCODER_FILTERS = Conv2D.filters*4
Layers:
    Conv2D(64, 3, padding='same')
    MaxPooling2D()
    Conv2D(128, 3, padding='same')
    MaxPooling2D()
    Conv2D(256, 3, padding='same')
    MaxPooling2D()
    Conv2D(512, 3, padding='same')
    UpSampling2D()
    Conv2D(1, 1, activation='sigmoid')
    Multiply()
    Concatenate()
    UpSampling2D()
    Conv2D(1, 1, activation='sigmoid')
    Multiply()
    Concatenate()
    UpSampling2D()
    Conv2D(1, 1, activation='sigmoid')
    Multiply()
    Concatenate()
"""

# %% Imports
from keras import layers

# %% Configuration
# Convolutions of each level of the encoder, the bottom last; the decoder mirrors them.
ENCODER_FILTERS = (64, 128, 256, 512)


# %% Model
def attention_gate(skip, gate, filters):
    """Returns a skip connection [n, height, width, k] weighted by what the decoder looks for."""
    keys = layers.Conv2D(filters, 1, use_bias=False)(skip)
    queries = layers.Conv2D(filters, 1)(gate)
    scores = layers.ReLU()(layers.Add()([keys, queries]))
    weights = layers.Conv2D(1, 1, activation="sigmoid")(scores)
    return layers.Multiply()([skip, weights])


def build_features(images):
    """Returns features [n, height, width, filters] of an attention U-Net (arXiv:1804.03999)."""
    *levels, bottom = ENCODER_FILTERS
    features, margins = pad_images(images, 2 ** len(levels))
    skips = []
    for filters in levels:
        features = convolve(features, filters)
        skips.append(features)
        features = layers.MaxPooling2D()(features)
    features = convolve(features, bottom)
    for filters, skip in zip(reversed(levels), reversed(skips), strict=True):
        features = layers.UpSampling2D(interpolation="bilinear")(features)
        features = layers.Conv2D(filters, 3, padding="same", activation="relu")(features)
        gated = attention_gate(skip, features, filters // 2)
        features = convolve(layers.Concatenate()([gated, features]), filters)
    return layers.Cropping2D(margins)(features)
