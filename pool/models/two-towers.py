"""Two towers: one network for the first category column, one for all others, and their product.

Yi et al. (2019), Sampling-Bias-Corrected Neural Modeling for Large Corpus Item Recommendations,
RecSys 2019; without its sampled softmax, since a row has a rating or a class of its own.

Architecture: two-tower network
Fits:
    table for class, number
Layers:
    Dense(128, activation='relu')
    Dense(64)
    UnitNormalization()
    Dense(128, activation='relu')
    Dense(64)
    UnitNormalization()
    Multiply()
Holes: TOWER_UNITS = Dense.units*2
"""

# %% Imports
from keras import layers

# %% Configuration
EMBEDDING_UNITS = 64
# Of the hidden layer of a tower, and of its output.
TOWER_UNITS = (128, 64)


# %% Model
def build_tower(parts):
    """Returns vectors of unit length [n, units] of the parts of one side."""
    features = layers.Concatenate()(parts) if len(parts) > 1 else parts[0]
    *hidden, last = TOWER_UNITS
    for units in hidden:
        features = layers.Dense(units, activation="relu")(features)
    return layers.UnitNormalization()(layers.Dense(last)(features))


def build_features(inputs, category_sizes):
    """Returns the products of both sides' values [n, units]; their sum is the cosine."""
    parts = [
        layers.Embedding(size, EMBEDDING_UNITS)(inputs[f"category_{number}"])
        for number, size in enumerate(category_sizes)
    ]
    parts += [inputs["numeric"]] if "numeric" in inputs else []
    return layers.Multiply()([build_tower(parts[:1]), build_tower(parts[1:] or parts)])
