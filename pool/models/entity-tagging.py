"""A bidirectional LSTM over word embeddings for a tag of each word."""

# %% Imports
import keras
from keras import layers


# %% Model
def build_model(
    class_count=CLASS_COUNT, vocabulary_size=VOCABULARY_SIZE, learning_rate=LEARNING_RATE
):
    """Returns the compiled network: word numbers [n, length] -> [n, length, class_count]."""
    inputs = keras.Input((SEQUENCE_LENGTH,), dtype="int32")
    features = layers.Embedding(vocabulary_size, 64, mask_zero=True)(inputs)
    features = layers.Dropout(0.3)(features)
    features = layers.Bidirectional(layers.LSTM(64, return_sequences=True))(features)
    features = layers.Dropout(0.3)(features)
    outputs = layers.TimeDistributed(layers.Dense(class_count, activation="softmax"))(features)
    model = keras.Model(inputs, outputs)
    # The embedding's mask reaches the loss and the metric: padding counts in neither.
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
