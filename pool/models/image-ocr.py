"""Convolutions and a recurrent layer of text lines, for CTC."""

# %% Imports
import math

import keras
from keras import layers

# %% Configuration
# Filters of each convolution block; a block halves the height, and the width where text allows.
FILTERS = (32, 64)
HIDDEN_UNITS = 64
DROPOUT_RATE = 0.2
# Recurrent layer that reads from both ends, and its units.
RECURRENT = layers.LSTM
RECURRENT_UNITS = 64
# Different characters and most characters of a text; the train split says the real ones.
CHARACTER_COUNT = 10
TEXT_LENGTH = 4


# %% Model
def build_model(
    character_count=CHARACTER_COUNT, text_length=TEXT_LENGTH, learning_rate=LEARNING_RATE
):
    """Returns the compiled network: images 0-255 -> logits [n, steps, character_count + 1]."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = layers.Rescaling(1 / 255)(inputs)
    for filters in FILTERS:
        features = layers.Conv2D(filters, (3, 3), padding="same", use_bias=False)(features)
        features = layers.BatchNormalization(momentum=0.9)(features)
        features = layers.ReLU()(features)
        # CTC needs a step per character and a blank between equal ones: keep width enough.
        halved = math.ceil(features.shape[2] / 2)
        across = 2 if halved >= 2 * text_length + 1 else 1
        features = layers.MaxPooling2D((2, across), padding="same")(features)
    # Each column of the image becomes a step.
    features = layers.Permute((2, 1, 3))(features)
    features = layers.Reshape((features.shape[1], -1))(features)
    features = layers.Dense(HIDDEN_UNITS, activation="relu")(features)
    features = layers.Dropout(DROPOUT_RATE)(features)
    features = layers.Bidirectional(RECURRENT(RECURRENT_UNITS, return_sequences=True))(features)
    # The CTC loss takes logits; class 0 is the blank.
    outputs = layers.Dense(character_count + 1)(features)
    model = keras.Model(inputs, outputs)
    model.compile(optimizer=keras.optimizers.Adam(learning_rate), loss=keras.losses.CTC())
    return model
