"""Captions of images that a network of keras.applications sees.

Vinyals et al. (2015), Show and Tell: A Neural Image Caption Generator, arXiv:1411.4555.

Architecture: backbone
Fits: image-captions for text
Holes:
    BACKBONE = backbone
    EMBEDDING_SIZE = Embedding.output_dim
    RECURRENT = recurrent
    DECODER_UNITS = GRU.units
    DROPOUT_RATE = Dropout.rate
Layers:
    ResNet50()
    Dense(128, activation='relu')
    GlobalAveragePooling1D()
    Embedding(VOCABULARY_SIZE, 64, mask_zero=True)
    Dense(128, activation='tanh')
    GRU(128, return_sequences=True)
    AdditiveAttention()
    Concatenate()
    Dropout(0.3)
"""

# %% Imports
import keras
from keras import layers

# %% Configuration
# The encoder, trained from scratch, and the least side of images that each takes.
BACKBONE = keras.applications.ResNet50
LEAST_SIDE = 96


# %% Model
def build_features(images):
    """Returns local features [n, height, width, filters] of images 0-255."""
    height, width = (max(side, LEAST_SIDE) for side in images.shape[1:3])
    features = layers.Rescaling(1 / 127.5, offset=-1)(images)
    features = layers.Resizing(height, width)(features)
    if features.shape[-1] != 3:
        features = layers.Conv2D(3, 1)(features)
    backbone = BACKBONE(include_top=False, weights=None, input_shape=(height, width, 3))
    for layer in backbone.layers:
        if isinstance(layer, layers.BatchNormalization):
            layer.momentum = min(layer.momentum, 0.9)  # settles in few steps
    return backbone(features)
