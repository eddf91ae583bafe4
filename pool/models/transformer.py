"""A transformer of encoder and decoder blocks.

Vaswani et al. (2017), Attention Is All You Need, arXiv:1706.03762. Their base model has 6 blocks a side, 512 units and
dense layers of 2048; for corpora of up to some 100,000 pairs this one is a quarter as wide, as in the tutorial of TensorFlow.

Architecture: transformer
Fits: text-pairs for text
Loss: sparse_categorical_crossentropy
Uses: models/transformer_blocks
Layers:
    Embedding(VOCABULARY_SIZE, 128, mask_zero=True)
    TransformerBlock(heads=8, dense_units=512, dropout_rate=0.1)
    TransformerBlock(heads=8, dense_units=512, dropout_rate=0.1)
    TransformerBlock(heads=8, dense_units=512, dropout_rate=0.1)
    TransformerBlock(heads=8, dense_units=512, dropout_rate=0.1)
    Embedding(VOCABULARY_SIZE, 128, mask_zero=True)
    DecoderBlock(heads=8, dense_units=512, dropout_rate=0.1)
    DecoderBlock(heads=8, dense_units=512, dropout_rate=0.1)
    DecoderBlock(heads=8, dense_units=512, dropout_rate=0.1)
    DecoderBlock(heads=8, dense_units=512, dropout_rate=0.1)
    Dense(VOCABULARY_SIZE, activation='softmax')
Holes:
    EMBEDDING_UNITS = Embedding.output_dim
    HEADS = TransformerBlock.heads
    FEED_FORWARD_UNITS = TransformerBlock.dense_units
    DROPOUT_RATE = TransformerBlock.dropout_rate
    ENCODER_BLOCKS = TransformerBlock#
    DECODER_BLOCKS = DecoderBlock#
"""

# %% Imports
import keras
from keras import layers, ops

# %% Configuration
EMBEDDING_UNITS = 128
# Attention heads and units of the dense layer of each block.
HEADS = 8
FEED_FORWARD_UNITS = 512
ENCODER_BLOCKS = 4
DECODER_BLOCKS = 4
DROPOUT_RATE = 0.1


# %% Model
@keras.saving.register_keras_serializable(package="project")
class AddPlaces(layers.Layer):
    """Adds sines and cosines of each place to scaled embeddings: [n, length, units] -> the same."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True

    def call(self, inputs):
        """Returns the embeddings with their places, section 3.5 of the paper."""
        length, units = inputs.shape[1:]
        places = ops.arange(length, dtype="float32")[:, None]
        half = ops.arange((units + 1) // 2, dtype="float32")
        angles = places / 10000.0 ** (2 * half / units)
        waves = ops.concatenate([ops.sin(angles), ops.cos(angles)], axis=-1)[:, :units]
        return inputs * units**0.5 + ops.cast(waves, inputs.dtype)

    def get_config(self):
        """Returns the layer's arguments; it has none of its own."""
        return super().get_config()


@keras.saving.register_keras_serializable(package="project")
class DecoderBlock(layers.Layer):
    """Attention to the words before and to the source, and two dense layers, each with a shortcut.

    (decoded [n, length, units], encoded [n, source length, units]) -> [n, length, units].
    """

    def __init__(self, heads, dense_units, dropout_rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True
        self.heads = heads
        self.dense_units = dense_units
        self.dropout_rate = dropout_rate

    def build(self, decoded_shape, encoded_shape):
        """Builds both attentions, the dense layers and a normalization after each."""
        units = decoded_shape[-1]
        size = max(1, units // self.heads)
        self.own_attention = layers.MultiHeadAttention(self.heads, size, dropout=self.dropout_rate)
        self.own_attention.build(decoded_shape, decoded_shape)
        self.attention = layers.MultiHeadAttention(self.heads, size, dropout=self.dropout_rate)
        self.attention.build(decoded_shape, encoded_shape)
        self.hidden = layers.Dense(self.dense_units, activation="relu")
        self.hidden.build(decoded_shape)
        self.projection = layers.Dense(units)
        self.projection.build((*decoded_shape[:-1], self.dense_units))
        self.norms = [layers.LayerNormalization(epsilon=1e-6) for _ in range(3)]
        for norm in self.norms:
            norm.build(decoded_shape)
        self.dropout = layers.Dropout(self.dropout_rate)
        self.built = True

    def call(self, decoded, encoded, training=None, decoded_mask=None, encoded_mask=None):
        """Returns the decoded words after both attentions; later words and padding are not seen."""
        attended = self.own_attention(decoded, decoded, use_causal_mask=True, training=training)
        features = self.norms[0](decoded + attended)
        source_mask = None if encoded_mask is None else encoded_mask[:, None, :]
        attended = self.attention(features, encoded, attention_mask=source_mask, training=training)
        features = self.norms[1](features + attended)
        changed = self.dropout(self.projection(self.hidden(features)), training=training)
        return self.norms[2](features + changed)

    def get_config(self):
        """Returns the layer's arguments."""
        return {
            **super().get_config(),
            "heads": self.heads,
            "dense_units": self.dense_units,
            "dropout_rate": self.dropout_rate,
        }


def build_model(
    source_size=VOCABULARY_SIZE, target_size=VOCABULARY_SIZE, learning_rate=LEARNING_RATE
):
    """Returns the compiled network: {source, target} word numbers -> [n, TARGET_LENGTH, words]."""
    source = keras.Input((SOURCE_LENGTH,), dtype="int32", name="source")
    target = keras.Input((TARGET_LENGTH,), dtype="int32", name="target")
    encoded = layers.Embedding(source_size, EMBEDDING_UNITS, mask_zero=True)(source)
    encoded = layers.Dropout(DROPOUT_RATE)(AddPlaces()(encoded))
    for _ in range(ENCODER_BLOCKS):
        encoded = TransformerBlock(HEADS, FEED_FORWARD_UNITS, DROPOUT_RATE)(encoded)
    decoded = layers.Embedding(target_size, EMBEDDING_UNITS, mask_zero=True)(target)
    decoded = layers.Dropout(DROPOUT_RATE)(AddPlaces()(decoded))
    for _ in range(DECODER_BLOCKS):
        decoded = DecoderBlock(HEADS, FEED_FORWARD_UNITS, DROPOUT_RATE)(decoded, encoded)
    outputs = layers.Dense(target_size, activation="softmax")(decoded)
    model = keras.Model({"source": source, "target": target}, outputs)
    # The embedding's mask reaches the loss and the metric: padding counts in neither.
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
