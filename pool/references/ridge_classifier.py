"""Gives make_reference: ridge regression on class membership, for values of one scale."""

# %% Imports
from sklearn.linear_model import RidgeClassifier

# %% Configuration
REFERENCE_MODEL = "ridge classification"
# Whether it can be fitted to train items of a single class.
FITS_ONE_CLASS = True


# %% Evaluation
def make_reference(state, class_weight=None):
    """Returns the simple classifier that the network is compared with."""
    return RidgeClassifier(alpha=10.0, class_weight=class_weight)
