"""Neural collaborative filtering: a product of user and item, and dense layers over both.

He et al. (2017), Neural Collaborative Filtering (NeuMF), arXiv:1708.05031.

Architecture: neural collaborative filtering
Fits:
    table for class, number
Layers:
    Multiply()
    Dense(64, activation='relu')
    Dense(32, activation='relu')
    Dense(16, activation='relu')
    Concatenate()
Holes: UNITS = Dense.units*3
"""

# %% Imports
from keras import layers

# %% Configuration
EMBEDDING_UNITS = 32
UNITS = (64, 32, 16)


# %% Model
def embed_ids(inputs, category_sizes):
    """Returns a vector [n, EMBEDDING_UNITS] for each category column, the user's and item's first."""
    return [
        layers.Embedding(size, EMBEDDING_UNITS)(inputs[f"category_{number}"])
        for number, size in enumerate(category_sizes)
    ]


def multiply_ids(inputs, category_sizes):
    """Returns the product of the vectors of user and item, value by value."""
    vectors = embed_ids(inputs, category_sizes[:2])
    return layers.Multiply()(vectors) if len(vectors) > 1 else vectors[0]


def build_features(inputs, category_sizes):
    """Returns the product of user and item beside what dense layers make of all columns."""
    numbers = [inputs["numeric"]] if "numeric" in inputs else []
    parts = [*embed_ids(inputs, category_sizes), *numbers]
    features = layers.Concatenate()(parts) if len(parts) > 1 else parts[0]
    for units in UNITS:
        features = layers.Dense(units, activation="relu")(features)
    if len(category_sizes) == 0:
        return features
    return layers.Concatenate()([multiply_ids(inputs, category_sizes), features])
