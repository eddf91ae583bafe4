"""Gives report_items for rows: what each column adds to the score.

Needs encode_inputs and measure_scores.
"""

# %% Imports
import pandas as pd

# %% Configuration
# Column importance is measured on at most so many test rows.
IMPORTANCE_ITEMS = 2000


# %% Evaluation
def report_items(model, items, truth, scores, state, output_dir):
    """Saves how much the mean error of test rows grows when one of forty columns is shuffled."""
    items, truth = items[:IMPORTANCE_ITEMS], truth[:IMPORTANCE_ITEMS]
    gained = pd.Series(dtype="float64")
    for name in [*state["numbers"], *state["dates"], *state["categories"]][:40]:
        values = items[name].sample(frac=1, random_state=SEED)
        inputs = encode_inputs(items.assign(**{name: values.array}), state)
        outputs = model.predict(inputs, batch_size=1024, verbose=0)
        gained[name] = item_errors(truth, outputs, state).mean()
    gained -= item_errors(truth, scores[:IMPORTANCE_ITEMS], state).mean()
    label = "error gained when the column is shuffled"
    axis = gained.sort_values().tail(20).plot.barh(figsize=(7, 6), xlabel=label)
    save_figure(axis.figure, output_dir, "importance")
    return {}
