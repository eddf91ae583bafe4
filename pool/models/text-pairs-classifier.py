"""One encoder that reads both texts of a pair, for classes."""

# %% Imports
import keras
from keras import layers, ops

# %% Configuration
EMBEDDING_SIZE = 64
# Recurrent layer of the encoder, and its units in each direction.
RECURRENT = layers.LSTM
TEXT_UNITS = 64
JOINT_UNITS = 64
DROPOUT_RATE = 0.3


# %% Model
@keras.saving.register_keras_serializable(package="project")
class PairFeatures(layers.Layer):
    """Joins the codes [n, size] of two texts: both, how far they differ and what they share."""

    def call(self, inputs):
        """Returns features [n, 4 * size]."""
        first, second = inputs
        parts = [first, second, ops.abs(first - second), first * second]
        return ops.concatenate(parts, axis=-1)

    def get_config(self):
        """Returns the layer's arguments; it has none of its own."""
        return super().get_config()


def make_encoder(vocabulary_size):
    """Returns the network that reads either text: word numbers [n, SEQUENCE_LENGTH] -> codes."""
    words = keras.Input((SEQUENCE_LENGTH,), dtype="int32")
    features = layers.Embedding(vocabulary_size, EMBEDDING_SIZE, mask_zero=True)(words)
    features = layers.Bidirectional(RECURRENT(TEXT_UNITS, return_sequences=True))(features)
    codes = layers.GlobalAveragePooling1D()(features)
    return keras.Model(words, codes, name="encoder")


def build_model(
    class_count=CLASS_COUNT, vocabulary_size=VOCABULARY_SIZE, learning_rate=LEARNING_RATE
):
    """Returns the compiled network: {"first", "second"}: word numbers -> [n, class_count]."""
    first = keras.Input((SEQUENCE_LENGTH,), dtype="int32", name="first")
    second = keras.Input((SEQUENCE_LENGTH,), dtype="int32", name="second")
    encoder = make_encoder(vocabulary_size)
    features = PairFeatures()([encoder(first), encoder(second)])
    features = layers.Dense(JOINT_UNITS, activation="relu")(features)
    features = layers.Dropout(DROPOUT_RATE)(features)
    outputs = layers.Dense(class_count, activation="softmax")(features)
    model = keras.Model({"first": first, "second": second}, outputs)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
