"""One-dimensional convolutions of signals for classes."""

# %% Imports
import keras
from keras import layers


# %% Model
def build_model(class_count=CLASS_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled network: signals [n, length, 1] -> class probabilities [n, k]."""
    inputs = keras.Input((SIGNAL_LENGTH, 1))
    features = layers.Conv1D(32, 7, padding="same", activation="relu")(inputs)
    features = layers.MaxPooling1D(2, padding="same")(features)
    features = layers.Conv1D(64, 5, padding="same", activation="relu")(features)
    features = layers.MaxPooling1D(2, padding="same")(features)
    features = layers.Conv1D(128, 3, padding="same", activation="relu")(features)
    features = layers.GlobalMaxPooling1D()(features)
    features = layers.Dropout(0.3)(features)
    features = layers.Dense(64, activation="relu")(features)
    outputs = layers.Dense(class_count, activation="softmax")(features)
    model = keras.Model(inputs, outputs)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
