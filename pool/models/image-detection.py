"""Convolutions of images for one box and its class."""

# %% Imports
import keras
from keras import layers

# %% Configuration
CLASS_COUNT = 2
# Filters of each convolution block; a block halves the image.
FILTERS = (32, 64, 64)
HIDDEN_UNITS = 128
DROPOUT_RATE = 0.2


# %% Model
def build_model(class_count=CLASS_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled network: images 0-255 -> boxes [n, 4] 0-1 and class probabilities."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = layers.Rescaling(1 / 255)(inputs)
    for filters in FILTERS:
        features = layers.Conv2D(filters, (3, 3), padding="same", activation="relu")(features)
        features = layers.MaxPooling2D((2, 2), padding="same")(features)
    # Flatten keeps places, which pooling over the whole image would lose.
    features = layers.Flatten()(features)
    features = layers.Dense(HIDDEN_UNITS, activation="relu")(features)
    features = layers.Dropout(DROPOUT_RATE)(features)
    outputs = {"box": layers.Dense(4, activation="sigmoid", name="box")(features)}
    losses = {"box": "mean_absolute_error"}
    metrics = {"box": ["mean_squared_error"]}
    if TARGET is not None:
        head = layers.Dense(class_count, activation="softmax", name="class")
        outputs["class"] = head(features)
        losses["class"] = "sparse_categorical_crossentropy"
        metrics["class"] = ["accuracy"]
    model = keras.Model(inputs, outputs)
    # Boxes are shares of the image: their errors are small beside the cross-entropy's.
    weights = {name: 5.0 if name == "box" else 1.0 for name in losses}
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss=losses, loss_weights=weights, metrics=metrics)
    return model
