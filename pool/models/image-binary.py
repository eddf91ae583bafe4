"""Convolutions of images for two classes."""

# %% Imports
import keras
from keras import layers


# %% Model
def build_model(class_count=CLASS_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled network: images [n, height, width, channels] 0-255 -> [n, 1]."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = layers.Rescaling(1 / 255)(inputs)
    features = layers.Conv2D(32, (3, 3), activation="relu")(features)
    features = layers.MaxPooling2D((2, 2))(features)
    features = layers.Conv2D(64, (3, 3), activation="relu")(features)
    features = layers.MaxPooling2D((2, 2))(features)
    features = layers.Conv2D(64, (3, 3), activation="relu")(features)
    features = layers.MaxPooling2D((2, 2))(features)
    features = layers.Flatten()(features)
    features = layers.Dense(128, activation="relu")(features)
    features = layers.Dropout(0.5)(features)
    # One unit tells two classes apart.
    outputs = layers.Dense(class_count - 1, activation="sigmoid")(features)
    model = keras.Model(inputs, outputs)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="binary_crossentropy", metrics=["accuracy"])
    return model
