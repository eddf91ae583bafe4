"""Embeddings of users and items, their products and biases, for ratings. Needs table/inputs."""

# %% Imports
import keras
from keras import layers

# %% Configuration
EMBEDDING_UNITS = 16
HIDDEN_UNITS = (32, 16)
DROPOUT = 0.2
# Weight of the squared embeddings in the loss.
PENALTY = 1e-4


# %% Model
@keras.saving.register_keras_serializable(package="project")
class PairProducts(layers.Layer):
    """Sum of the dot products of all pairs of embeddings: [n, pairs of, units] -> [n, 1]."""

    def call(self, embeddings):
        """Returns ((sum)^2 - sum of squares) / 2, summed over the units."""
        square_of_sum = keras.ops.square(keras.ops.sum(embeddings, axis=1))
        sum_of_squares = keras.ops.sum(keras.ops.square(embeddings), axis=1)
        return keras.ops.sum(square_of_sum - sum_of_squares, axis=-1, keepdims=True) / 2

    def compute_output_shape(self, input_shape):
        """Returns one number per row."""
        return (input_shape[0], 1)

    def get_config(self):
        """Returns the configuration; there is nothing beyond the base layer's."""
        return super().get_config()


def embed_category(codes, size, units, name):
    """Returns one vector a row [n, units] for codes [n]; rare ids are held near zero."""
    regularizer = keras.regularizers.L2(PENALTY)
    embedding = layers.Embedding(size, units, embeddings_regularizer=regularizer, name=name)
    return embedding(codes)


def build_model(
    numeric_count=NUMERIC_COUNT,
    category_sizes=CATEGORY_SIZES,
    output_count=OUTPUT_COUNT,
    learning_rate=LEARNING_RATE,
):
    """Returns the compiled network: {input name: values [n, ...]} -> scaled ratings [n, k].

    Bias of user and item, product of their embeddings, and a dense part are added up.
    """
    inputs = make_inputs(numeric_count, category_sizes)
    vectors, terms = [], []
    for number, size in enumerate(category_sizes):
        codes = inputs[f"category_{number}"]
        vectors.append(embed_category(codes, size, EMBEDDING_UNITS, f"embedding_{number}"))
        terms.append(embed_category(codes, size, 1, f"bias_{number}"))
    stacked = layers.Concatenate(axis=1)([layers.Reshape((1, -1))(vector) for vector in vectors])
    terms.append(PairProducts()(stacked))
    numeric = [inputs["numeric"]] if numeric_count else []
    features = layers.Concatenate()([layers.Flatten()(stacked), *numeric])
    for units in HIDDEN_UNITS:
        features = layers.Dense(units, activation="relu")(features)
        features = layers.Dropout(DROPOUT)(features)
    outputs = layers.Add()([*terms, layers.Dense(output_count)(features)])
    model = keras.Model(inputs, outputs)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="mean_squared_error", metrics=["mean_absolute_error"])
    return model
