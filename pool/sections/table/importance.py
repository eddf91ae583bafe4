"""Gives report_items for rows: what each column adds to the score.

Needs encode_inputs and measure_scores.
"""

# %% Imports
import numpy as np
import pandas as pd

# %% Configuration
# Column importance is measured on at most so many test rows.
IMPORTANCE_ITEMS = 2000


# %% Evaluation
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


def plot_importance(model, items, truth, scores, state, output_dir):
    """Saves how much the mean error of test rows grows when one column is shuffled."""
    inputs = encode_inputs(items[:IMPORTANCE_ITEMS], state)
    truth, whole = truth[:IMPORTANCE_ITEMS], scores[:IMPORTANCE_ITEMS]
    errors = {}
    for name, changed in shuffled_columns(inputs, state):
        outputs = model.predict(changed, batch_size=1024, verbose=0)
        errors[name] = item_errors(truth, outputs, state).mean()
    gained = pd.Series(errors) - item_errors(truth, whole, state).mean()
    axis = (
        gained.sort_values()
        .tail(20)
        .plot.barh(figsize=(7, 6), xlabel="error gained when the column is shuffled")
    )
    save_figure(axis.figure, output_dir, "importance")


def report_items(model, items, truth, scores, state, output_dir):
    """Saves what each column adds to the answers; returns no further details."""
    plot_importance(model, items, truth, scores, state, output_dir)
    return {}
