"""A convolutional encoder and a recurrent decoder with attention, for captions."""

# %% Imports
import keras
from keras import layers

# %% Configuration
# Filters of each convolution block of the image encoder; a block halves the image.
ENCODER_FILTERS = (32, 64, 128)
EMBEDDING_SIZE = 64
# Recurrent layer of the decoder, and its units.
RECURRENT = layers.GRU
DECODER_UNITS = 128
DROPOUT_RATE = 0.3


# %% Model
def encode_image(image):
    """Returns the image 0-255 as a sequence of local features [n, places, DECODER_UNITS]."""
    features = layers.Rescaling(1 / 255)(image)
    for filters in ENCODER_FILTERS:
        features = layers.Conv2D(filters, (3, 3), padding="same", activation="relu")(features)
        features = layers.MaxPooling2D((2, 2), padding="same")(features)
    features = layers.Reshape((-1, features.shape[-1]))(features)
    return layers.Dense(DECODER_UNITS, activation="relu")(features)


def build_model(vocabulary_size=VOCABULARY_SIZE, learning_rate=LEARNING_RATE):
    """Returns the compiled network: {"image", "tokens"} -> [n, length, vocabulary_size]."""
    image = keras.Input((*IMAGE_SIZE, CHANNELS), name="image")
    tokens = keras.Input((SEQUENCE_LENGTH + 1,), dtype="int32", name="tokens")
    places = encode_image(image)
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
