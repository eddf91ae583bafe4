"""Gives make_reference: logistic regression on standardised values."""

# %% Imports
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

# %% Configuration
REFERENCE_MODEL = "logistic regression"
# Whether it can be fitted to train items of a single class.
FITS_ONE_CLASS = False


# %% Evaluation
def make_reference(state):
    """Returns the simple classifier that the network is compared with."""
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=2000))
