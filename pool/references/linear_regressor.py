"""Gives make_reference: ridge regression on standardised values."""

# %% Imports
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

# %% Configuration
REFERENCE_MODEL = "ridge regression"


# %% Evaluation
def make_reference(state):
    """Returns the simple regression that the network is compared with."""
    return make_pipeline(StandardScaler(), Ridge(alpha=100.0))
