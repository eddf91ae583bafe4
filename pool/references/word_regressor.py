"""Gives make_reference: ridge regression on TF-IDF weights of texts."""

# %% Imports
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline

# %% Configuration
REFERENCE_MODEL = "ridge regression"
# Words that the simple reference weighs.
REFERENCE_WORDS = 50_000


# %% Evaluation
def make_reference(state):
    """Returns the simple regression that the network is compared with."""
    weights = TfidfVectorizer(tokenizer=str.split, token_pattern=None, max_features=REFERENCE_WORDS)
    return make_pipeline(weights, Ridge(alpha=1.0))
