"""Gives make_inputs: the Keras inputs of rows as table/encode gives them."""

# %% Imports
import keras

# %% Configuration
# Numbers a row and codes per category column where nothing else is known; the data decide.
NUMERIC_COUNT = 6
CATEGORY_SIZES = (6,)


# %% Model
def make_inputs(numeric_count, category_sizes):
    """Returns {input name: Keras input}: one for all numbers, one per category column."""
    if CATEGORIES == ():
        return {"numeric": keras.Input((numeric_count,), name="numeric")}
    inputs = {"numeric": keras.Input((numeric_count,), name="numeric")} if numeric_count else {}
    names = [f"category_{number}" for number in range(len(category_sizes))]
    return inputs | {name: keras.Input((), dtype="int32", name=name) for name in names}
