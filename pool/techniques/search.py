"""Gives search_settings: learning rate, batch size and width with the least validation loss.

Needs prepare, build_model with a width, and fit_network.
"""

# %% Imports
from itertools import product

import numpy as np
import pandas as pd

# %% Configuration
# Values that the search tries; the width multiplies the units of the dense layers.
SEARCH_RATES = (0.0003, 0.001, 0.003, 0.01)
SEARCH_BATCHES = (16, 32, 64)
SEARCH_WIDTHS = (0.5, 1.0, 2.0)
# Random settings that are tried; None tries all.
SEARCH_TRIES = 10


# %% Training
def search_settings(data_dir, output_dir, epochs, limit):
    """Returns the learning rate, batch size and width with the least validation loss.

    Writes search.csv, a row for each setting that was tried, the best first.
    """
    settings = list(product(SEARCH_RATES, SEARCH_BATCHES, SEARCH_WIDTHS))
    order = np.random.default_rng(SEED).permutation(len(settings))[:SEARCH_TRIES]
    folder = output_dir / "search"
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for rate, batch_size, width in [settings[place] for place in order]:
        data = prepare(data_dir, batch_size, limit)
        model = build_model(**data.state["sizes"], learning_rate=rate, width=width)
        history = fit_network(model, data, epochs, folder)
        rows.append((rate, batch_size, width, min(history.history["val_loss"])))
    names = ["learning_rate", "batch_size", "width", "val_loss"]
    table = pd.DataFrame(rows, columns=names).sort_values("val_loss")
    table.to_csv(output_dir / "search.csv", index=False)
    print(table.to_string(index=False))
    return tuple(table[name].tolist()[0] for name in names[:3])
