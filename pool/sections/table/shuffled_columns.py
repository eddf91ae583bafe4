"""What 5 programs share: ONE_HOT_SIZE, MAX_EMBEDDING, IMPORTANCE_ITEMS, join_inputs, ..."""


# %% Imports
from keras import layers
import numpy as np


# %% Configuration
# Up to so many codes a category is one-hot; beyond, an embedding of at most so many units.
ONE_HOT_SIZE = 12
MAX_EMBEDDING = 50
# Column importance is measured on at most so many test rows.
IMPORTANCE_ITEMS = 2000


# %% Model
def join_inputs(inputs, category_sizes):
    """Returns one vector a row [n, width]; few categories become one-hot, many an embedding."""
    parts = [inputs["numeric"]] if "numeric" in inputs else []
    for number, size in enumerate(category_sizes):
        codes = inputs[f"category_{number}"]
        if size <= ONE_HOT_SIZE:
            parts.append(layers.CategoryEncoding(size, output_mode="one_hot")(codes))
        else:
            parts.append(layers.Embedding(size, min(MAX_EMBEDDING, round(1.6 * size**0.56)))(codes))
    return layers.Concatenate()(parts) if len(parts) > 1 else parts[0]


# %% Evaluation
def make_reference(estimator, category_sizes, numeric_count):
    """Returns gradient boosting that knows which columns of the joined inputs are categories."""
    kinds = [False] * numeric_count + [size <= 255 for size in category_sizes]
    return estimator(categorical_features=kinds, early_stopping=False, random_state=SEED)


def join_columns(inputs):
    """Returns the inputs as one matrix [n, columns] for the reference model."""
    return np.column_stack(list(inputs.values()))


def shuffled_columns(inputs, state):
    """Yields (column name, inputs with that column shuffled) for the first forty columns."""
    generator = np.random.default_rng(SEED)
    flags = [f"{name} missing" for name in state["flagged"]]
    for column, name in enumerate([*state["columns"], *flags][:40]):
        numeric = inputs["numeric"].copy()
        numeric[:, column] = generator.permutation(numeric[:, column])
        yield name, inputs | {"numeric": numeric}
    for number, name in enumerate(list(state["categories"])[:40]):
        key = f"category_{number}"
        yield name, inputs | {key: generator.permutation(inputs[key])}
