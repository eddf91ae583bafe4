"""Two LSTM layers over word embeddings for the next word."""

# %% Imports
import keras
from keras import layers


# %% Model
def build_model(vocabulary_size=VOCABULARY_SIZE, learning_rate=LEARNING_RATE):
    """Returns the compiled network: word numbers [n, SEQUENCE_LENGTH] -> next word [n, words]."""
    inputs = keras.Input((SEQUENCE_LENGTH,), dtype="int32")
    features = layers.Embedding(vocabulary_size, 128, mask_zero=True)(inputs)
    features = layers.LSTM(128, return_sequences=True)(features)
    features = layers.Dropout(0.2)(features)
    features = layers.LSTM(128)(features)
    features = layers.Dropout(0.2)(features)
    outputs = layers.Dense(vocabulary_size, activation="softmax")(features)
    model = keras.Model(inputs, outputs)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
