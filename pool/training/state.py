"""Gives learn_state: what inputs and targets teach.

Needs learn_inputs of the data, learn_targets of the target.
"""


# %% Preprocessing
def learn_state(items, targets):
    """Returns what the train items teach, JSON-ready; "sizes" are arguments of build_model."""
    inputs = learn_inputs(items)
    goals = learn_targets(targets)
    return inputs | goals | {"sizes": inputs["sizes"] | goals["sizes"]}
