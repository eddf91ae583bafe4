"""A bidirectional LSTM over word embeddings for numbers."""

# %% Imports
import keras
from keras import layers


# %% Model
def build_model(
    output_count=OUTPUT_COUNT, vocabulary_size=VOCABULARY_SIZE, learning_rate=LEARNING_RATE
):
    """Returns the compiled network: word numbers [n, SEQUENCE_LENGTH] -> numbers [n, k]."""
    inputs = keras.Input((SEQUENCE_LENGTH,), dtype="int32")
    features = layers.Embedding(vocabulary_size, 64, mask_zero=True)(inputs)
    features = layers.Bidirectional(layers.LSTM(48))(features)
    features = layers.Dropout(0.3)(features)
    features = layers.Dense(64, activation="relu")(features)
    features = layers.Dropout(0.2)(features)
    outputs = layers.Dense(output_count)(features)
    model = keras.Model(inputs, outputs)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="mean_squared_error", metrics=["mean_absolute_error"])
    return model
