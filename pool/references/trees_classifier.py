"""Gives make_reference: extremely randomised trees, for values of any scale."""

# %% Imports
from sklearn.ensemble import ExtraTreesClassifier

# %% Configuration
REFERENCE_MODEL = "extra trees"
# Whether it can be fitted to train items of a single class.
FITS_ONE_CLASS = True


# %% Evaluation
def make_reference(state):
    """Returns the simple classifier that the network is compared with."""
    return ExtraTreesClassifier(random_state=SEED)
