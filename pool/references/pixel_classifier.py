"""Gives make_reference: logistic regression on values 0-1."""

# %% Imports
from sklearn.linear_model import LogisticRegression

# %% Configuration
REFERENCE_MODEL = "logistic regression"
# Whether it can be fitted to train items of a single class.
FITS_ONE_CLASS = False


# %% Evaluation
def make_reference(state):
    """Returns the simple classifier that the network is compared with."""
    return LogisticRegression(max_iter=2000)
