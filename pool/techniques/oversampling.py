"""Gives even_classes: train items with as many of each class. Needs the driver's prepare."""

# %% Imports
import numpy as np
import pandas as pd

# %% Configuration
# Whether frequent classes are cut instead of rare ones repeated.
CUT_FREQUENT = False


# %% Data
def even_classes(items, targets):
    """Returns items and targets with as many rows of each class, in random order."""
    generator = np.random.default_rng(SEED)
    codes = targets.cat.codes.to_numpy()
    rows = [generator.permutation(np.flatnonzero(codes == code)) for code in np.unique(codes)]
    sizes = [len(part) for part in rows]
    count = min(sizes) if CUT_FREQUENT else max(sizes)
    chosen = generator.permutation(np.concatenate([np.resize(part, count) for part in rows]))
    chosen_items = items.take(chosen, axis=0)
    if isinstance(items, pd.DataFrame):  # repeated rows are rows of their own
        chosen_items = chosen_items.reset_index(drop=True)
    return chosen_items, targets.take(chosen, axis=0)
