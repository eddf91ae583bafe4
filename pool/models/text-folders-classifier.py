"""Separable convolutions over word embeddings for classes."""

# %% Imports
import keras
from keras import layers


# %% Model
def build_model(
    class_count=CLASS_COUNT, vocabulary_size=VOCABULARY_SIZE, learning_rate=LEARNING_RATE
):
    """Returns the compiled network: word numbers [n, SEQUENCE_LENGTH] -> [n, class_count]."""
    inputs = keras.Input((SEQUENCE_LENGTH,), dtype="int32")
    features = layers.Embedding(vocabulary_size, 64)(inputs)
    features = layers.Dropout(0.2)(features)
    features = layers.SeparableConv1D(64, 5, padding="same", activation="relu")(features)
    features = layers.GlobalMaxPooling1D()(features)
    features = layers.Dense(64, activation="relu")(features)
    features = layers.Dropout(0.3)(features)
    outputs = layers.Dense(class_count, activation="softmax")(features)
    model = keras.Model(inputs, outputs)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
