"""A GRU over windows for the next steps."""

# %% Imports
import keras
from keras import layers


# %% Model
def build_model(feature_count=FEATURE_COUNT, horizon=HORIZON, learning_rate=LEARNING_RATE):
    """Returns the compiled network: windows [n, window, features] -> changes [n, horizon]."""
    inputs = keras.Input((WINDOW, feature_count))
    features = FromLastValue()(inputs)
    features = layers.GRU(64)(features)
    features = layers.Dense(32, activation="relu")(features)
    outputs = layers.Dense(horizon)(features)
    model = keras.Model(inputs, outputs)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="mean_squared_error", metrics=["mean_absolute_error"])
    return model
