"""A dense autoencoder of rows. Needs the sizes of table/inputs."""

# %% Imports
import keras
from keras import layers

# %% Configuration
# Units of encoder, bottleneck and decoder.
HIDDEN_UNITS = (32, 6, 32)
# Deviation of the noise that keeps the network from copying its input.
NOISE = 0.1


# %% Model
def build_model(
    numeric_count=NUMERIC_COUNT, category_sizes=CATEGORY_SIZES, learning_rate=LEARNING_RATE
):
    """Returns the compiled autoencoder: rows [n, width] -> the same rows [n, width]."""
    width = numeric_count + sum(category_sizes)
    inputs = keras.Input((width,))
    features = layers.GaussianNoise(NOISE)(inputs)
    for units in HIDDEN_UNITS:
        features = layers.Dense(units, activation="relu")(features)
    outputs = layers.Dense(width)(features)
    model = keras.Model(inputs, outputs)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="mean_squared_error", metrics=["mean_squared_error"])
    return model
