"""A TabTransformer: self-attention relates the categories of a row, its numbers join them.

Huang et al. (2020), TabTransformer: Tabular Data Modeling Using Contextual Embeddings,
arXiv:2012.06678.

Architecture: TabTransformer
Fits:
    table for class, number, labels
Uses: models/encoder_blocks
Layers:
    MultiHeadAttention(8, 4, dropout=0.1)
    Dense(64, activation='gelu')
    Dense(32)
    MultiHeadAttention(8, 4, dropout=0.1)
    Dense(64, activation='gelu')
    Dense(32)
    Flatten()
    Dense(128, activation='relu')
    Dense(64, activation='relu')
Holes: HEADS = MultiHeadAttention.num_heads
"""

# %% Imports
from keras import layers

# %% Configuration
COLUMN_UNITS = 32
HEADS = 8
BLOCKS = 2
DROPOUT = 0.1
UNITS = (128, 64)


# %% Model
def relate_categories(inputs, category_sizes):
    """Returns all category columns of rows as one vector [n, columns * COLUMN_UNITS]."""
    columns = []
    for number, size in enumerate(category_sizes):
        codes = layers.Reshape((1,))(inputs[f"category_{number}"])
        columns.append(layers.Embedding(size, COLUMN_UNITS)(codes))
    features = layers.Concatenate(axis=1)(columns) if len(columns) > 1 else columns[0]
    for _ in range(BLOCKS):
        features = encode_block(features, HEADS, 2 * COLUMN_UNITS, DROPOUT)
    return layers.Flatten()(features)


def build_features(inputs, category_sizes):
    """Returns features [n, units] of rows; without category columns those of its numbers."""
    parts = []
    if "numeric" in inputs:
        parts.append(layers.LayerNormalization(epsilon=1e-6)(inputs["numeric"]))
    if len(category_sizes) > 0:
        parts.append(relate_categories(inputs, category_sizes))
    features = layers.Concatenate()(parts) if len(parts) > 1 else parts[0]
    for units in UNITS:
        features = layers.Dense(units, activation="relu")(features)
    return features
