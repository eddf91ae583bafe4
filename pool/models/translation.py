"""An LSTM encoder and decoder joined by attention."""

# %% Imports
import keras
from keras import layers

# %% Configuration
EMBEDDING_UNITS = 128
RECURRENT = layers.LSTM
RECURRENT_UNITS = 256
DROPOUT_RATE = 0.3


# %% Model
def build_model(
    source_size=VOCABULARY_SIZE, target_size=VOCABULARY_SIZE, learning_rate=LEARNING_RATE
):
    """Returns the compiled network: {source, target} word numbers -> [n, TARGET_LENGTH, words]."""
    source = keras.Input((SOURCE_LENGTH,), dtype="int32", name="source")
    target = keras.Input((TARGET_LENGTH,), dtype="int32", name="target")
    encoded = layers.Embedding(source_size, EMBEDDING_UNITS, mask_zero=True)(source)
    encoded, *states = RECURRENT(RECURRENT_UNITS, return_sequences=True, return_state=True)(encoded)
    decoded = layers.Embedding(target_size, EMBEDDING_UNITS, mask_zero=True)(target)
    decoded = RECURRENT(RECURRENT_UNITS, return_sequences=True)(decoded, initial_state=states)
    context = layers.Attention()([decoded, encoded])
    features = layers.Concatenate()([decoded, context])
    features = layers.Dropout(DROPOUT_RATE)(features)
    outputs = layers.Dense(target_size, activation="softmax")(features)
    model = keras.Model({"source": source, "target": target}, outputs)
    # The embedding's mask reaches the loss and the metric: padding counts in neither.
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
