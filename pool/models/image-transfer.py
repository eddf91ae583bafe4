"""A MobileNetV2 backbone of images for classes."""

# %% Imports
import keras
from keras import layers

# %% Configuration
# "imagenet" where the weights can be had; None trains the backbone from scratch, never frozen.
WEIGHTS = None


# %% Model
def quicken_statistics(model):
    """Lets batch normalisation of an untrained backbone settle in few steps, in place."""
    parts = [model, *(layer for layer in model.layers if isinstance(layer, keras.Model))]
    for layer in (layer for part in parts for layer in part.layers):
        if isinstance(layer, layers.BatchNormalization):
            layer.momentum = min(layer.momentum, 0.9)


def build_model(class_count=CLASS_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled network: images [n, height, width, channels] 0-255 -> classes [n, k]."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    # This backbone was trained on pixels from -1 to 1.
    features = layers.Rescaling(1 / 127.5, offset=-1)(inputs)
    features = keras.applications.MobileNetV2(include_top=False, weights=WEIGHTS)(features)
    features = layers.GlobalAveragePooling2D()(features)
    features = layers.Dropout(0.3)(features)
    outputs = layers.Dense(class_count, activation="softmax")(features)
    model = keras.Model(inputs, outputs)
    if WEIGHTS is None:
        quicken_statistics(model)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
