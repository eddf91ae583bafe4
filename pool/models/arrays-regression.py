"""Convolutions of array items for numbers. Needs arrays/picture."""

# %% Imports
import keras
from keras import layers


# %% Model
def build_model(output_count=OUTPUT_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled network: inputs [n, *INPUT_SHAPE] -> scaled targets [n, k]."""
    inputs = keras.Input(INPUT_SHAPE)
    features = as_picture(inputs)
    features = layers.Conv2D(32, (3, 3), padding="same", activation="relu")(features)
    features = layers.MaxPooling2D((2, 2), padding="same")(features)
    features = layers.Conv2D(64, (3, 3), padding="same", activation="relu")(features)
    features = layers.MaxPooling2D((2, 2), padding="same")(features)
    features = layers.Conv2D(128, (3, 3), padding="same", activation="relu")(features)
    features = layers.GlobalAveragePooling2D()(features)
    features = layers.Dropout(0.1)(features)
    features = layers.Dense(64, activation="relu")(features)
    outputs = layers.Dense(output_count, activation="linear")(features)
    model = keras.Model(inputs, outputs)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="mean_squared_error", metrics=["mean_absolute_error"])
    return model
