"""Gives join_inputs: the inputs of table/inputs as one vector a row."""

# %% Imports
from keras import layers


# %% Model
def join_inputs(inputs, category_sizes):
    """Returns one vector a row [n, width]; few categories become one-hot, many an embedding."""
    if CATEGORIES == ():
        return inputs["numeric"]
    parts = [inputs["numeric"]] if "numeric" in inputs else []
    for number, size in enumerate(category_sizes):
        codes = inputs[f"category_{number}"]
        if (CATEGORIES and max(CATEGORY_SIZES) <= 12) or size <= 12:
            parts.append(layers.CategoryEncoding(size, output_mode="one_hot")(codes))
        else:
            parts.append(layers.Embedding(size, min(50, round(1.6 * size**0.56)))(codes))
    return layers.Concatenate()(parts) if len(parts) > 1 else parts[0]
