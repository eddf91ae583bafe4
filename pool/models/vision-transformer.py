"""Vision transformer: patches of 16 x 16 pixels that attend to each other in twelve blocks.

Dosovitskiy et al. (2021), An Image is Worth 16x16 Words, arXiv:2010.11929; size Ti of Steiner et al.
(2022), How to train your ViT?, arXiv:2106.10270. The mean of the patches stands for the class token.

Architecture: vision transformer
Fits: image-folders, image-split-folders, image-table for class, labels, number
Uses: models/encoder_blocks
Holes: PATCH_UNITS = Conv2D.filters, PATCH_SIZE = Conv2D.kernel_size, HEADS = MultiHeadAttention.num_heads
Layers:
    Conv2D(192, 16, strides=16, padding='same')
    Reshape((-1, 192))
    LayerNormalization()
    MultiHeadAttention(3, 64, dropout=0.1)
    Add()
    LayerNormalization()
    Dense(768, activation='gelu')
    Dropout(0.1)
    Dense(192)
    Add()
    LayerNormalization()
    GlobalAveragePooling1D()
"""

# %% Imports
import keras
from keras import layers

# %% Configuration
# Side of a patch in pixels, width of its embedding, attention heads, hidden units and blocks.
PATCH_SIZE = 16
PATCH_UNITS = 192
HEADS = 3
FEED_FORWARD_UNITS = 768
BLOCKS = 12
DROPOUT = 0.1


# %% Model
@keras.saving.register_keras_serializable(package="project")
class PatchPlaces(layers.Layer):
    """Adds to each patch [n, patches, units] an embedding of its place."""

    def build(self, input_shape):
        self.places = self.add_weight(
            name="places", shape=tuple(input_shape[1:]), initializer="random_normal"
        )

    def call(self, patches):
        return patches + self.places


def build_features(images):
    """Returns features [n, PATCH_UNITS] of a vision transformer (arXiv:2010.11929)."""
    embed = layers.Conv2D(PATCH_UNITS, PATCH_SIZE, strides=PATCH_SIZE, padding="same")
    patches = PatchPlaces()(layers.Reshape((-1, PATCH_UNITS))(embed(images)))
    for _ in range(BLOCKS):
        patches = encode_block(patches, HEADS, FEED_FORWARD_UNITS, DROPOUT)
    return layers.GlobalAveragePooling1D()(layers.LayerNormalization()(patches))
