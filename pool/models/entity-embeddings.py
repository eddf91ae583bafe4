"""Entity embeddings: every category column has an embedding of its own, before two dense layers.

Guo and Berkhahn (2016), Entity Embeddings of Categorical Variables, arXiv:1604.06737.

Architecture: entity embeddings
Fits:
    table for class, number, labels
Layers:
    Dense(1000, activation='relu')
    Dense(500, activation='relu')
Holes: UNITS = Dense.units*2
"""

# %% Imports
from keras import layers

# %% Configuration
UNITS = (1000, 500)
MOST_EMBEDDING_UNITS = 50


# %% Model
def embed_entities(inputs, category_sizes):
    """Returns the vector of each category column: half as many units as it has values."""
    return [
        layers.Embedding(size, min(MOST_EMBEDDING_UNITS, (size + 1) // 2))(
            inputs[f"category_{number}"]
        )
        for number, size in enumerate(category_sizes)
    ]


def build_features(inputs, category_sizes):
    """Returns features [n, units] of rows: embedded categories and numbers."""
    parts = [inputs["numeric"]] if "numeric" in inputs else []
    parts += embed_entities(inputs, category_sizes)
    features = layers.Concatenate()(parts) if len(parts) > 1 else parts[0]
    for units in UNITS:
        features = layers.Dense(units, activation="relu")(features)
    return features
