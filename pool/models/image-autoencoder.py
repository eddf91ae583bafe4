"""A convolutional encoder and decoder of images for clean ones."""

# %% Imports
import keras
from keras import layers

# %% Configuration
# Filters of each encoder block; a block halves the image, the decoder mirrors them.
ENCODER_FILTERS = (32, 64)


# %% Model
def decode(features):
    """Returns features enlarged once per encoder block and cut back to the image size."""
    for filters in reversed(ENCODER_FILTERS):
        features = layers.Conv2DTranspose(
            filters, (3, 3), strides=2, padding="same", activation="relu"
        )(features)
    # Sides that are no multiple of 2 ** blocks come out too long.
    extra = [
        (0, length - side) for length, side in zip(features.shape[1:3], IMAGE_SIZE, strict=True)
    ]
    return layers.Cropping2D(tuple(extra))(features)


def build_model(learning_rate=LEARNING_RATE):
    """Returns the compiled network: noisy images 0-255 -> clean images 0-1, same shape."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = layers.Rescaling(1 / 255)(inputs)
    for filters in ENCODER_FILTERS:
        features = layers.Conv2D(filters, (3, 3), padding="same", activation="relu")(features)
        features = layers.MaxPooling2D((2, 2), padding="same")(features)
    features = decode(features)
    outputs = layers.Conv2D(CHANNELS, (3, 3), padding="same", activation="sigmoid")(features)
    model = keras.Model(inputs, outputs)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="mean_squared_error", metrics=["mean_absolute_error"])
    return model
