"""Convolutions, pooled over the image, for classes."""

# %% Imports
import keras
from keras import layers


# %% Model
def build_model(class_count=CLASS_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled network: images [n, height, width, channels] 0-255 -> classes [n, k]."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = layers.Rescaling(1 / 255)(inputs)
    features = layers.Conv2D(32, (3, 3), padding="same", activation="relu")(features)
    features = layers.MaxPooling2D((2, 2))(features)
    features = layers.Conv2D(64, (3, 3), padding="same", activation="relu")(features)
    features = layers.MaxPooling2D((2, 2))(features)
    features = layers.Conv2D(128, (3, 3), padding="same", activation="relu")(features)
    features = layers.MaxPooling2D((2, 2))(features)
    features = layers.GlobalAveragePooling2D()(features)
    features = layers.Dense(128, activation="relu")(features)
    features = layers.Dropout(0.4)(features)
    outputs = layers.Dense(class_count, activation="softmax")(features)
    model = keras.Model(inputs, outputs)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
