"""Gives report_items for rows: what each column adds to the score.

Needs known_roles and encode_inputs of table/encode, and item_errors.
"""

# %% Imports
import pandas as pd


# %% Evaluation
def report_items(model, items, truth, scores, state, output_dir):
    """Saves how much the mean error of test rows grows when one of forty columns is shuffled."""
    items, truth, scores = items[:2000], truth[:2000], scores[:2000]
    gained = pd.Series(dtype="float64")
    numbers, dates, categories = known_roles(state)
    for name in [*numbers, *dates, *categories][:40]:
        shuffled = items.assign(**{name: items[name].sample(frac=1, random_state=SEED).array})
        outputs = model.predict(encode_inputs(shuffled, state), batch_size=1024, verbose=0)
        gained[name] = item_errors(truth, outputs, state).mean()
    gained -= item_errors(truth, scores, state).mean()
    axis = gained.sort_values().tail(20).plot.barh(figsize=(7, 6), xlabel="error when shuffled")
    save_figure(axis.figure, output_dir, "importance")
