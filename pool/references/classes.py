"""Gives predict_reference for classes: a simple model on reference_inputs.

Needs make_reference (references/*_classifier) and reference_inputs of the data.
"""

# %% Imports
import numpy as np

# %% Configuration
# The simple reference learns from at most so many train items.
REFERENCE_ITEMS = 2000


# %% Evaluation
def predict_reference(items, targets, test_items, state):
    """Returns the class numbers [n] that a simple model finds; train's own where it has one."""
    numbers = class_numbers(targets, state)[:REFERENCE_ITEMS]
    if not FITS_ONE_CLASS and len(np.unique(numbers)) < 2:
        return np.full(len(test_items), numbers[0])
    reference = make_reference(state)
    if BALANCED:
        weights = [name for name in reference.get_params() if name.endswith("class_weight")]
        reference.set_params(**dict.fromkeys(weights, "balanced"))
    reference.fit(reference_inputs(items[:REFERENCE_ITEMS], state), numbers)
    return reference.predict(reference_inputs(test_items, state))
