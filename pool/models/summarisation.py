"""A bidirectional GRU encoder and a GRU decoder with additive attention."""

# %% Imports
import keras
from keras import layers

# %% Configuration
EMBEDDING_UNITS = 128
RECURRENT = layers.GRU
RECURRENT_UNITS = 128
DROPOUT_RATE = 0.2


# %% Model
def build_model(
    source_size=VOCABULARY_SIZE, target_size=VOCABULARY_SIZE, learning_rate=LEARNING_RATE
):
    """Returns the compiled network: {source, target} word numbers -> [n, TARGET_LENGTH, words]."""
    source = keras.Input((SOURCE_LENGTH,), dtype="int32", name="source")
    target = keras.Input((TARGET_LENGTH,), dtype="int32", name="target")
    encoder = RECURRENT(RECURRENT_UNITS, return_sequences=True, return_state=True)
    encoded = layers.Embedding(source_size, EMBEDDING_UNITS, mask_zero=True)(source)
    encoded, *states = layers.Bidirectional(encoder)(encoded)
    # The decoder starts from what both directions remember, side by side.
    pairs = zip(states[: len(states) // 2], states[len(states) // 2 :], strict=True)
    states = [layers.Concatenate()(list(pair)) for pair in pairs]
    decoded = layers.Embedding(target_size, EMBEDDING_UNITS, mask_zero=True)(target)
    decoded = RECURRENT(2 * RECURRENT_UNITS, return_sequences=True)(decoded, initial_state=states)
    context = layers.AdditiveAttention()([decoded, encoded])
    features = layers.Concatenate()([decoded, context])
    features = layers.Dropout(DROPOUT_RATE)(features)
    outputs = layers.Dense(target_size, activation="softmax")(features)
    model = keras.Model({"source": source, "target": target}, outputs)
    # The embedding's mask reaches the loss and the metric: padding counts in neither.
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
