"""Convolutions of damaged images for restored ones."""

# %% Imports
import keras
from keras import layers


# %% Model
def build_model(learning_rate=LEARNING_RATE):
    """Returns the compiled network: images 0-255 -> restored images 0-1."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = layers.Rescaling(1 / 255)(inputs)
    features = layers.Conv2D(32, (5, 5), padding="same", activation="relu")(features)
    features = layers.Conv2D(32, (3, 3), padding="same", activation="relu")(features)
    features = layers.Conv2D(32, (3, 3), padding="same", activation="relu")(features)
    features = layers.Conv2D(32, (3, 3), padding="same", activation="relu")(features)
    outputs = layers.Conv2D(TARGET_CHANNELS, (3, 3), padding="same")(features)
    model = keras.Model(inputs, outputs)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="mean_squared_error", metrics=["mae"])
    return model
