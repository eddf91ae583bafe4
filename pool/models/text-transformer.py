"""A transformer encoder, trained from scratch, for classes of texts.

Needs models/transformer_blocks.
"""

# %% Imports
import keras
from keras import layers


# %% Model
def build_model(
    class_count=CLASS_COUNT, vocabulary_size=VOCABULARY_SIZE, learning_rate=LEARNING_RATE
):
    """Returns the compiled network: word numbers [n, SEQUENCE_LENGTH] -> [n, class_count]."""
    inputs = keras.Input((SEQUENCE_LENGTH,), dtype="int32")
    features = TokenAndPositionEmbedding(vocabulary_size, 64, SEQUENCE_LENGTH)(inputs)
    features = TransformerBlock(heads=4, dense_units=128, dropout_rate=0.1)(features)
    features = layers.GlobalAveragePooling1D()(features)
    features = layers.Dropout(0.3)(features)
    features = layers.Dense(64, activation="relu")(features)
    features = layers.Dropout(0.3)(features)
    outputs = layers.Dense(class_count, activation="softmax")(features)
    model = keras.Model(inputs, outputs)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
