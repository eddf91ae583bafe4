"""A recurrent decoder with attention over local features of an image, for captions.

Needs build_features, as of models/image_encoder.
"""

# %% Imports
import keras
from keras import layers

# %% Configuration
EMBEDDING_SIZE = 64
# Recurrent layer of the decoder, and its units.
RECURRENT = layers.GRU
DECODER_UNITS = 128
DROPOUT_RATE = 0.3


# %% Model
def build_model(vocabulary_size=VOCABULARY_SIZE, learning_rate=LEARNING_RATE):
    """Returns the compiled network: {"image", "tokens"} -> [n, length, vocabulary_size]."""
    image = keras.Input((*IMAGE_SIZE, CHANNELS), name="image")
    tokens = keras.Input((SEQUENCE_LENGTH + 1,), dtype="int32", name="tokens")
    features = build_features(image)
    features = layers.Reshape((-1, features.shape[-1]))(features)
    places = layers.Dense(DECODER_UNITS, activation="relu")(features)
    summary = layers.GlobalAveragePooling1D()(places)
    # An LSTM has two states, the others one; both begin as a view of the whole image.
    state_count = 2 if RECURRENT is layers.LSTM else 1
    states = [layers.Dense(DECODER_UNITS, activation="tanh")(summary) for _ in range(state_count)]
    # Masked padding counts neither in loss nor in metrics.
    words = layers.Embedding(vocabulary_size, EMBEDDING_SIZE, mask_zero=True)(tokens)
    hidden = RECURRENT(DECODER_UNITS, return_sequences=True)(words, initial_state=states)
    seen = layers.AdditiveAttention()([hidden, places])
    features = layers.Concatenate()([hidden, seen])
    features = layers.Dropout(DROPOUT_RATE)(features)
    outputs = layers.Dense(vocabulary_size, activation="softmax")(features)
    model = keras.Model({"image": image, "tokens": tokens}, outputs)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
