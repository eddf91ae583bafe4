"""A convolution and a GRU over mel spectrogram frames for classes. Needs audio/encode."""

# %% Imports
import keras
from keras import layers


# %% Model
def mel_features(inputs):
    """Returns log mel spectrograms, about -2 to 1, [n, frames, MEL_BINS] of clips."""
    features = layers.Permute((2, 1))(make_spectrogram()(inputs))
    return layers.Rescaling(1 / 50)(features)


def build_model(class_count=CLASS_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled network: clips [n, samples] -1 to 1 -> [n, class_count]."""
    inputs = keras.Input((round(SAMPLE_RATE * CLIP_SECONDS),))
    features = mel_features(inputs)
    features = layers.Conv1D(64, 5, strides=2, padding="same", activation="relu")(features)
    features = layers.BatchNormalization(momentum=0.9)(features)
    features = layers.Bidirectional(layers.GRU(48))(features)
    features = layers.Dropout(0.3)(features)
    features = layers.Dense(64, activation="relu")(features)
    features = layers.Dropout(0.3)(features)
    outputs = layers.Dense(class_count, activation="softmax")(features)
    model = keras.Model(inputs, outputs)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
