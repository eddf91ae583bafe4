"""Gives predict_reference for numbers: a simple model on reference_inputs.

Needs make_reference (references/*_regressor) and reference_inputs of the data.
"""

# %% Imports
import numpy as np

# %% Configuration
# The simple reference learns from at most so many train items.
REFERENCE_ITEMS = 2000


# %% Evaluation
def predict_reference(items, targets, test_items, state):
    """Returns the numbers [n, k] that a simple model finds, one model a target."""
    known = reference_inputs(items[:REFERENCE_ITEMS], state)
    inputs = reference_inputs(test_items, state)
    columns = [
        make_reference(state).fit(known, values[:REFERENCE_ITEMS]).predict(inputs)
        for values in targets.to_numpy().T
    ]
    return np.stack(columns, axis=1)
