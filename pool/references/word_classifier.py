"""Gives make_reference: logistic regression on TF-IDF weights of texts."""

# %% Imports
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

# %% Configuration
REFERENCE_MODEL = "logistic regression"
# Words that the simple reference weighs.
REFERENCE_WORDS = 50_000
# Whether it can be fitted to train items of a single class.
FITS_ONE_CLASS = False


# %% Evaluation
def make_reference(state):
    """Returns the simple classifier that the network is compared with."""
    weights = TfidfVectorizer(tokenizer=str.split, token_pattern=None, max_features=REFERENCE_WORDS)
    return make_pipeline(weights, LogisticRegression(C=10, max_iter=2000))
