"""Gives predict_reference for labels: a simple model a label, on reference_inputs.

Needs make_reference (references/*_classifier) and reference_inputs of the data.
"""

# %% Imports
import numpy as np

# %% Configuration
# The simple reference learns from at most so many train items.
REFERENCE_ITEMS = 2000


# %% Evaluation
def predict_reference(items, targets, test_items, state):
    """Returns the probability of each label [n, k] that a simple model finds."""
    known = reference_inputs(items[:REFERENCE_ITEMS], state)
    inputs = reference_inputs(test_items, state)
    scores = np.tile(state["label_shares"], (len(test_items), 1))
    for label, flags in enumerate(label_flags(targets, state)[:REFERENCE_ITEMS].T):
        if len(np.unique(flags)) == 2:
            reference = make_reference(state).fit(known, flags)
            scores[:, label] = reference.predict_proba(inputs)[:, 1]
    return scores
