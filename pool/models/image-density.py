"""Dilated convolutions of images for number maps."""

# %% Imports
import keras
from keras import layers


# %% Model
def build_model(learning_rate=LEARNING_RATE):
    """Returns the compiled network: images 0-255 -> scaled maps [n, height, width, 1]."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = layers.Rescaling(1 / 255)(inputs)
    features = layers.Conv2D(32, (3, 3), padding="same", activation="relu")(features)
    features = layers.Conv2D(32, (3, 3), padding="same", activation="relu")(features)
    features = layers.Conv2D(32, 3, padding="same", dilation_rate=2, activation="relu")(features)
    features = layers.Conv2D(32, 3, padding="same", dilation_rate=4, activation="relu")(features)
    features = layers.Conv2D(16, (3, 3), padding="same", activation="relu")(features)
    outputs = layers.Conv2D(TARGET_CHANNELS, (1, 1))(features)
    model = keras.Model(inputs, outputs)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="mean_squared_error", metrics=["mae"])
    return model
