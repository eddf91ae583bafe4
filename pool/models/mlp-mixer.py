"""MLP-Mixer: dense layers that mix patches, then channels, in turn.

Tolstikhin et al. (2021), MLP-Mixer: An all-MLP Architecture for Vision, arXiv:2105.01601 (size S).

Architecture: MLP-Mixer
Fits: image-folders, image-split-folders, image-table for class, labels, number
Holes: PATCH_UNITS = Dense.units
Layers:
    Conv2D(512, 8, strides=8, padding='same')
    Reshape((-1, 512))
    LayerNormalization()
    Permute((2, 1))
    Dense(256, activation='gelu')
    Permute((2, 1))
    Add()
    LayerNormalization()
    Dense(2048, activation='gelu')
    Dense(512)
    Add()
    LayerNormalization()
    GlobalAveragePooling1D()
"""

# %% Imports
from keras import layers

# %% Configuration
# Side of a patch in pixels, and the width of its embedding.
PATCH_SIZE = 8
EMBEDDING_UNITS = 512
# Hidden units of the layers that mix patches and of those that mix channels.
PATCH_UNITS = 256
CHANNEL_UNITS = 2048
BLOCKS = 8


# %% Model
def mix_tokens(tokens):
    """Returns tokens [n, patches, units] after one block: patches are mixed, then channels."""
    patches, units = tokens.shape[1:]
    mixed = layers.Permute((2, 1))(layers.LayerNormalization()(tokens))
    mixed = layers.Dense(PATCH_UNITS, activation="gelu")(mixed)
    mixed = layers.Permute((2, 1))(layers.Dense(patches)(mixed))
    tokens = layers.Add()([tokens, mixed])
    mixed = layers.LayerNormalization()(tokens)
    mixed = layers.Dense(CHANNEL_UNITS, activation="gelu")(mixed)
    return layers.Add()([tokens, layers.Dense(units)(mixed)])


def build_features(images):
    """Returns features [n, EMBEDDING_UNITS] of an MLP-Mixer (arXiv:2105.01601)."""
    embed = layers.Conv2D(EMBEDDING_UNITS, PATCH_SIZE, strides=PATCH_SIZE, padding="same")
    tokens = layers.Reshape((-1, EMBEDDING_UNITS))(embed(images))
    for _ in range(BLOCKS):
        tokens = mix_tokens(tokens)
    return layers.GlobalAveragePooling1D()(layers.LayerNormalization()(tokens))
