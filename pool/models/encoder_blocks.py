"""Gives encode_block: a block of a transformer encoder, in functional layers.

Vaswani et al. (2017), Attention Is All You Need, arXiv:1706.03762; normalised before each part.
"""

# %% Imports
from keras import layers


# %% Model
def encode_block(features, heads, dense_units, dropout):
    """Returns features [n, places, units] after self-attention and two dense layers."""
    units = features.shape[-1]
    normed = layers.LayerNormalization(epsilon=1e-6)(features)
    attention = layers.MultiHeadAttention(heads, max(1, units // heads), dropout=dropout)
    features = layers.Add()([features, attention(normed, normed)])
    hidden = layers.LayerNormalization(epsilon=1e-6)(features)
    hidden = layers.Dense(dense_units, activation="gelu")(hidden)
    hidden = layers.Dropout(dropout)(hidden)
    return layers.Add()([features, layers.Dense(units)(hidden)])
