"""An FT-Transformer: every column of a row is a vector, and self-attention relates them.

Gorishniy et al. (2021), Revisiting Deep Learning Models for Tabular Data, arXiv:2106.11959; with
GELU in place of gated units.

Architecture: FT-Transformer
Fits:
    table for class, number, labels
Uses: models/encoder_blocks
Layers:
    MultiHeadAttention(8, 24, dropout=0.2)
    Dense(256, activation='gelu')
    Dense(192)
    MultiHeadAttention(8, 24, dropout=0.2)
    Dense(256, activation='gelu')
    Dense(192)
    MultiHeadAttention(8, 24, dropout=0.2)
    Dense(256, activation='gelu')
    Dense(192)
    LayerNormalization()
    Flatten()
    ReLU()
Holes: HEADS = MultiHeadAttention.num_heads
"""

# %% Imports
import keras
from keras import layers, ops

# %% Configuration
COLUMN_UNITS = 192
HEADS = 8
BLOCKS = 3
DROPOUT = 0.2


# %% Model
@keras.saving.register_keras_serializable(package="project")
class NumberVectors(layers.Layer):
    """Makes a vector of each number of a row: [n, columns] -> [n, columns, units]."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        """Makes a direction and an offset for each column."""
        shape = (input_shape[-1], self.units)
        self.directions = self.add_weight(shape=shape, name="directions")
        self.offsets = self.add_weight(shape=shape, name="offsets")

    def call(self, inputs):
        """Returns the number times its column's direction, plus the offset."""
        return inputs[..., None] * self.directions + self.offsets

    def compute_output_shape(self, input_shape):
        """Returns the shape with one more axis."""
        return (*input_shape, self.units)

    def get_config(self):
        """Returns the layer's arguments."""
        return {**super().get_config(), "units": self.units}


@keras.saving.register_keras_serializable(package="project")
class PrependToken(layers.Layer):
    """Puts a learnt vector before a sequence: [n, places, units] -> [n, places + 1, units]."""

    def build(self, input_shape):
        """Makes the vector, which gathers what the row says."""
        self.token = self.add_weight(shape=(1, 1, input_shape[-1]), name="token")

    def call(self, inputs):
        """Returns the sequence behind the vector."""
        count = ops.shape(inputs)[0]
        return ops.concatenate([ops.repeat(self.token, count, axis=0), inputs], axis=1)

    def compute_output_shape(self, input_shape):
        """Returns the shape with one more place."""
        return (input_shape[0], input_shape[1] + 1, input_shape[2])

    def get_config(self):
        """Returns the configuration; there is nothing beyond the base layer's."""
        return super().get_config()


def build_features(inputs, category_sizes):
    """Returns what the added vector has gathered [n, COLUMN_UNITS] from all columns of rows."""
    columns = [NumberVectors(COLUMN_UNITS)(inputs["numeric"])] if "numeric" in inputs else []
    for number, size in enumerate(category_sizes):
        codes = layers.Reshape((1,))(inputs[f"category_{number}"])
        columns.append(layers.Embedding(size, COLUMN_UNITS)(codes))
    features = layers.Concatenate(axis=1)(columns) if len(columns) > 1 else columns[0]
    features = PrependToken()(features)
    for _ in range(BLOCKS):
        features = encode_block(features, HEADS, 256, DROPOUT)
    gathered = layers.Cropping1D((0, features.shape[1] - 1))(features)
    gathered = layers.LayerNormalization(epsilon=1e-6)(gathered)
    return layers.ReLU()(layers.Flatten()(gathered))
