"""Gives report_items: the items on which the network errs most. Needs show_items of the data."""

# %% Imports
import numpy as np


# %% Evaluation
def report_items(model, items, truth, scores, state, output_dir):
    """Saves the nine items whose answer is furthest from the truth."""
    worst = np.argsort(-item_errors(truth, scores, state), kind="stable")[:9]
    titles = name_errors(truth, scores, worst, state)
    show_items(items.take(worst, axis=0), titles, output_dir, "worst")
