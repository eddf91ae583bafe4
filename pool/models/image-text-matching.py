"""An encoder of images and one of texts, and how well their codes match.

Needs build_features, as of models/image_encoder.
"""

# %% Imports
import keras
from keras import layers, ops

# %% Configuration
EMBEDDING_SIZE = 64
# Recurrent layer of the text encoder, and its units.
RECURRENT = layers.GRU
TEXT_UNITS = 64
# Length of the codes in which images and texts are compared.
CODE_SIZE = 64
DROPOUT_RATE = 0.2


# %% Model
@keras.saving.register_keras_serializable(package="project")
class CodeMatch(layers.Layer):
    """Turns the cosine of two codes [n, size] of unit length into a score [n, 1], 0 to 1."""

    def build(self, input_shapes):
        """Adds how steeply the score rises with the cosine, and from where."""
        self.steepness = self.add_weight(shape=(), initializer=keras.initializers.Constant(5.0))
        self.offset = self.add_weight(shape=(), initializer="zeros")

    def call(self, inputs):
        """Returns the sigmoid of the scaled cosine."""
        image_codes, text_codes = inputs
        cosine = ops.sum(image_codes * text_codes, axis=-1, keepdims=True)
        return ops.sigmoid(self.steepness * cosine + self.offset)

    def get_config(self):
        """Returns the layer's arguments; it has none of its own."""
        return super().get_config()


def encode_image(image):
    """Returns codes [n, CODE_SIZE] of unit length for images 0-255."""
    features = layers.GlobalAveragePooling2D()(build_features(image))
    features = layers.Dense(CODE_SIZE)(features)
    return layers.UnitNormalization()(features)


def encode_text(tokens, vocabulary_size):
    """Returns codes [n, CODE_SIZE] of unit length for token numbers [n, SEQUENCE_LENGTH]."""
    features = layers.Embedding(vocabulary_size, EMBEDDING_SIZE, mask_zero=True)(tokens)
    features = RECURRENT(TEXT_UNITS)(features)
    features = layers.Dropout(DROPOUT_RATE)(features)
    features = layers.Dense(CODE_SIZE)(features)
    return layers.UnitNormalization()(features)


def build_model(vocabulary_size=VOCABULARY_SIZE, learning_rate=LEARNING_RATE):
    """Returns the compiled network: {"image", "tokens"} -> how well they fit [n, 1], 0 to 1."""
    image = keras.Input((*IMAGE_SIZE, CHANNELS), name="image")
    tokens = keras.Input((SEQUENCE_LENGTH,), dtype="int32", name="tokens")
    outputs = CodeMatch()([encode_image(image), encode_text(tokens, vocabulary_size)])
    model = keras.Model({"image": image, "tokens": tokens}, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="binary_crossentropy",
        metrics=["accuracy", keras.metrics.AUC(name="auc")],
    )
    return model
