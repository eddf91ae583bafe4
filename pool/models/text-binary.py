"""A GRU over word embeddings for two classes."""

# %% Imports
import keras
from keras import layers


# %% Model
def build_model(
    class_count=CLASS_COUNT, vocabulary_size=VOCABULARY_SIZE, learning_rate=LEARNING_RATE
):
    """Returns the compiled network: word numbers [n, SEQUENCE_LENGTH] -> probability [n, 1]."""
    inputs = keras.Input((SEQUENCE_LENGTH,), dtype="int32")
    features = layers.Embedding(vocabulary_size, 64, mask_zero=True)(inputs)
    features = layers.Dropout(0.3)(features)
    features = layers.GRU(64)(features)
    features = layers.Dropout(0.3)(features)
    features = layers.Dense(32, activation="relu")(features)
    # One unit tells two classes apart.
    outputs = layers.Dense(class_count - 1, activation="sigmoid")(features)
    model = keras.Model(inputs, outputs)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="binary_crossentropy", metrics=["accuracy"])
    return model
