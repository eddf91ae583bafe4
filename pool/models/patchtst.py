"""A transformer over patches of a window.

Nie et al. (2023), A Time Series is Worth 64 Words: Long-term Forecasting with Transformers,
arXiv:2211.14730. The values of a step share a patch here; the paper gives each a series of its own.

Architecture: PatchTST
Fits:
    series for future
    series-table for future
Uses: models/encoder_blocks
Layers:
    Conv1D(128, 16, strides=8, padding='same')
    MultiHeadAttention(16, 8, dropout=0.2)
    Dense(256, activation='gelu')
    Dense(128)
    MultiHeadAttention(16, 8, dropout=0.2)
    Dense(256, activation='gelu')
    Dense(128)
    MultiHeadAttention(16, 8, dropout=0.2)
    Dense(256, activation='gelu')
    Dense(128)
    Flatten()
Holes:
    PATCH_UNITS = Conv1D.filters
    PATCH_STEPS = Conv1D.kernel_size
    HEADS = MultiHeadAttention.num_heads
"""

# %% Imports
import keras
from keras import layers

# %% Configuration
PATCH_STEPS = 16
PATCH_UNITS = 128
HEADS = 16
BLOCKS = 3
DROPOUT = 0.2


# %% Model
@keras.saving.register_keras_serializable(package="project")
class AddPlaces(layers.Layer):
    """Adds a learnt vector to each place of a sequence: [n, places, units] -> the same."""

    def build(self, input_shape):
        """Makes a vector for each place."""
        self.places = self.add_weight(shape=input_shape[1:], initializer="normal", name="places")

    def call(self, inputs):
        """Returns the sequence with its places."""
        return inputs + self.places

    def get_config(self):
        """Returns the configuration; there is nothing beyond the base layer's."""
        return super().get_config()


def embed_patches(features):
    """Returns overlapping patches of windows [n, steps, values] as vectors with places."""
    patches = layers.Conv1D(
        PATCH_UNITS, PATCH_STEPS, strides=max(1, PATCH_STEPS // 2), padding="same"
    )(features)
    return AddPlaces()(patches)


def build_features(features):
    """Returns all encoded patches [n, values] of windows [n, steps, values]."""
    features = embed_patches(features)
    for _ in range(BLOCKS):
        features = encode_block(features, HEADS, 2 * PATCH_UNITS, DROPOUT)
    return layers.Flatten()(features)
