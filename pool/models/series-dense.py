"""Dense layers over windows for the next steps, and a linear path beside them.

Das et al. (2023), Long-term Forecasting with TiDE: Time-series Dense Encoder, arXiv:2304.08424: with the linear path a
network is no worse than a linear model where that is true, as in Zeng et al. (2023), arXiv:2205.13504.
"""

# %% Imports
import keras
from keras import layers


# %% Model
def build_model(feature_count=FEATURE_COUNT, horizon=HORIZON, learning_rate=LEARNING_RATE):
    """Returns the compiled network: windows [n, window, features] -> changes [n, horizon]."""
    inputs = keras.Input((WINDOW, feature_count))
    features = FromLastValue()(inputs)
    features = layers.Flatten()(features)
    window = features
    features = layers.Dense(64, activation="relu")(features)
    features = layers.Dropout(0.2)(features)
    features = layers.Dense(32, activation="relu")(features)
    features = layers.Dropout(0.2)(features)
    features = layers.Concatenate()([features, window])
    outputs = layers.Dense(horizon)(features)
    model = keras.Model(inputs, outputs)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="mean_squared_error", metrics=["mean_absolute_error"])
    return model
