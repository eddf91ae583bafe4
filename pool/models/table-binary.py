"""A dense network of rows for two classes."""

# %% Imports
import keras
from keras import layers


# %% Model
def build_model(
    numeric_count=NUMERIC_COUNT,
    category_sizes=CATEGORY_SIZES,
    class_count=CLASS_COUNT,
    learning_rate=LEARNING_RATE,
):
    """Returns the compiled network: {input name: values [n, ...]} -> P(class 1) [n, 1]."""
    inputs = make_inputs(numeric_count, category_sizes)
    features = join_inputs(inputs, category_sizes)
    features = layers.Dense(64, activation="relu")(features)
    features = layers.BatchNormalization(momentum=0.9)(features)
    features = layers.Dropout(0.3)(features)
    features = layers.Dense(32, activation="relu")(features)
    features = layers.Dropout(0.3)(features)
    # One unit tells two classes apart.
    outputs = layers.Dense(class_count - 1, activation="sigmoid")(features)
    model = keras.Model(inputs, outputs)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="binary_crossentropy", metrics=["accuracy"])
    return model
