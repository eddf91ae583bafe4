"""Convolutions of array items for classes. Needs arrays/picture."""

# %% Imports
import keras
from keras import layers


# %% Model
def build_model(class_count=CLASS_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled network: inputs [n, *INPUT_SHAPE] -> class probabilities [n, k]."""
    inputs = keras.Input(INPUT_SHAPE)
    features = as_picture(inputs)
    features = layers.Conv2D(32, (3, 3), padding="same", activation="relu")(features)
    features = layers.MaxPooling2D((2, 2), padding="same")(features)
    features = layers.Conv2D(64, (3, 3), padding="same", activation="relu")(features)
    features = layers.MaxPooling2D((2, 2), padding="same")(features)
    features = layers.Conv2D(128, (3, 3), padding="same", activation="relu")(features)
    features = layers.GlobalAveragePooling2D()(features)
    features = layers.Dropout(0.3)(features)
    outputs = layers.Dense(class_count, activation="softmax")(features)
    model = keras.Model(inputs, outputs)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
