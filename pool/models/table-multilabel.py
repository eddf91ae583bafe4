"""A dense network of rows for several labels."""

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
    """Returns the compiled network: {input name: values [n, ...]} -> label probabilities [n, k]."""
    inputs = make_inputs(numeric_count, category_sizes)
    features = join_inputs(inputs, category_sizes)
    features = layers.Dense(64, activation="relu")(features)
    features = layers.Dropout(0.2)(features)
    features = layers.Dense(64, activation="relu")(features)
    features = layers.Dropout(0.2)(features)
    outputs = layers.Dense(class_count, activation="sigmoid")(features)
    model = keras.Model(inputs, outputs)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="binary_crossentropy", metrics=["accuracy"])
    return model
