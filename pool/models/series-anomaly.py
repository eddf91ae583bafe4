"""A recurrent autoencoder of windows."""

# %% Imports
import keras
from keras import layers

# %% Configuration
# Recurrent layer of encoder and decoder, and its units: the size of the code.
RECURRENT = layers.LSTM
UNITS = 32


# %% Model
def build_model(feature_count=FEATURE_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled autoencoder: windows [n, window, features] -> the same windows."""
    inputs = keras.Input((WINDOW, feature_count))
    code = RECURRENT(UNITS)(inputs)
    features = layers.RepeatVector(WINDOW)(code)
    features = RECURRENT(UNITS, return_sequences=True)(features)
    outputs = layers.TimeDistributed(layers.Dense(feature_count))(features)
    model = keras.Model(inputs, outputs)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="mean_squared_error", metrics=["mean_squared_error"])
    return model
