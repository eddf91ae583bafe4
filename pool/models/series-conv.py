"""Dilated causal convolutions over windows for the next steps."""

# %% Imports
import keras
from keras import layers


# %% Model
def build_model(feature_count=FEATURE_COUNT, horizon=HORIZON, learning_rate=LEARNING_RATE):
    """Returns the compiled network: windows [n, window, features] -> changes [n, horizon]."""
    inputs = keras.Input((WINDOW, feature_count))
    features = FromLastValue()(inputs)
    features = layers.Conv1D(32, 3, padding="causal", dilation_rate=1, activation="relu")(features)
    features = layers.Conv1D(32, 3, padding="causal", dilation_rate=2, activation="relu")(features)
    features = layers.Conv1D(32, 3, padding="causal", dilation_rate=4, activation="relu")(features)
    features = layers.Conv1D(32, 3, padding="causal", dilation_rate=8, activation="relu")(features)
    features = layers.Flatten()(features)
    features = layers.Dropout(0.1)(features)
    features = layers.Dense(32, activation="relu")(features)
    outputs = layers.Dense(horizon)(features)
    model = keras.Model(inputs, outputs)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="mean_squared_error", metrics=["mean_absolute_error"])
    return model
