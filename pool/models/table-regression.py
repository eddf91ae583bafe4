"""A dense network of rows for numbers; each value also passes ReLUs of its own.

Gorishniy et al. (2022), On Embeddings for Numerical Features in Tabular Deep Learning, arXiv:2203.05556.
"""

# %% Imports
import keras
from keras import layers


# %% Model
def build_model(
    numeric_count=NUMERIC_COUNT,
    category_sizes=CATEGORY_SIZES,
    output_count=OUTPUT_COUNT,
    learning_rate=LEARNING_RATE,
):
    """Returns the compiled network: {input name: values [n, ...]} -> scaled targets [n, k]."""
    inputs = make_inputs(numeric_count, category_sizes)
    row = join_inputs(inputs, category_sizes)
    features = layers.Reshape((1, -1))(row)
    features = layers.DepthwiseConv1D(1, depth_multiplier=8, activation="relu")(features)
    features = layers.Flatten()(features)
    features = layers.Concatenate()([features, row])
    features = layers.Dense(128, activation="relu")(features)
    features = layers.Dropout(0.1)(features)
    features = layers.Dense(128, activation="relu")(features)
    features = layers.Dropout(0.1)(features)
    outputs = layers.Dense(output_count, activation="linear")(features)
    model = keras.Model(inputs, outputs)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="mean_squared_error", metrics=["mean_absolute_error"])
    return model
