"""Gives TokenAndPositionEmbedding and TransformerBlock: words with their places, and an encoder block.

Vaswani et al. (2017), Attention Is All You Need, arXiv:1706.03762.
"""

# %% Imports
import keras
from keras import layers


# %% Model
@keras.saving.register_keras_serializable(package="project")
class TokenAndPositionEmbedding(layers.Layer):
    """Adds the embeddings of a word and its place: [n, length] -> [n, length, units]."""

    def __init__(self, vocabulary_size, embedding_units, sequence_length, **kwargs):
        super().__init__(**kwargs)
        self.vocabulary_size = vocabulary_size
        self.embedding_units = embedding_units
        self.sequence_length = sequence_length
        self.words = layers.Embedding(vocabulary_size, embedding_units, mask_zero=True)
        self.places = layers.Embedding(sequence_length, embedding_units)

    def build(self, input_shape):
        self.words.build(input_shape)
        self.places.build((self.sequence_length,))
        self.built = True

    def call(self, inputs):
        return self.words(inputs) + self.places(keras.ops.arange(self.sequence_length))

    def compute_mask(self, inputs, mask=None):
        return self.words.compute_mask(inputs)

    def get_config(self):
        return {
            **super().get_config(),
            "vocabulary_size": self.vocabulary_size,
            "embedding_units": self.embedding_units,
            "sequence_length": self.sequence_length,
        }


@keras.saving.register_keras_serializable(package="project")
class TransformerBlock(layers.Layer):
    """Self-attention and two dense layers, each with a shortcut: [n, length, units] -> the same."""

    def __init__(self, heads, dense_units, dropout_rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True
        self.heads = heads
        self.dense_units = dense_units
        self.dropout_rate = dropout_rate

    def build(self, input_shape):
        units = input_shape[-1]
        self.attention = layers.MultiHeadAttention(
            self.heads, max(1, units // self.heads), dropout=self.dropout_rate
        )
        self.attention.build(input_shape, input_shape)
        self.hidden = layers.Dense(self.dense_units, activation="relu")
        self.hidden.build(input_shape)
        self.projection = layers.Dense(units)
        self.projection.build((*input_shape[:-1], self.dense_units))
        self.attention_norm = layers.LayerNormalization(epsilon=1e-6)
        self.attention_norm.build(input_shape)
        self.dense_norm = layers.LayerNormalization(epsilon=1e-6)
        self.dense_norm.build(input_shape)
        self.dropout = layers.Dropout(self.dropout_rate)
        self.built = True

    def call(self, inputs, training=None, mask=None):
        # Padding is no word to attend to.
        attention_mask = None if mask is None else mask[:, None, :]
        attended = self.attention(inputs, inputs, attention_mask=attention_mask, training=training)
        features = self.attention_norm(inputs + attended)
        changed = self.dropout(self.projection(self.hidden(features)), training=training)
        return self.dense_norm(features + changed)

    def get_config(self):
        return {
            **super().get_config(),
            "heads": self.heads,
            "dense_units": self.dense_units,
            "dropout_rate": self.dropout_rate,
        }
