"""Gives make_reference: gradient boosting.

Needs reference_kinds, which says which columns are categories.
"""

# %% Imports
from sklearn.ensemble import HistGradientBoostingClassifier

# %% Configuration
REFERENCE_MODEL = "gradient boosting"
# Whether it can be fitted to train items of a single class.
FITS_ONE_CLASS = True


# %% Evaluation
def make_reference(state):
    """Returns the simple model that the network is compared with."""
    kinds = reference_kinds(state)
    options = {"early_stopping": False, "random_state": SEED}
    return HistGradientBoostingClassifier(categorical_features=kinds, **options)
