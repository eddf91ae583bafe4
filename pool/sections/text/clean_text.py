"""What 8 programs share: SEQUENCE_LENGTH, EMPTY_TEXT, REFERENCE_WORDS, clean_text, ..."""


# %% Imports
from keras import layers
import html
import re
import unicodedata


# %% Configuration
# Words a text is cut or padded to.
SEQUENCE_LENGTH = 120
# Stands for a text without a word, so that no row is padding alone.
EMPTY_TEXT = "<empty>"
# Words that the simple reference weighs.
REFERENCE_WORDS = 50000


# %% Data
def clean_text(text):
    """Returns a text of any language in lower case, without markup and punctuation, words apart."""
    text = unicodedata.normalize("NFKC", html.unescape(text)).lower().replace("\u2019", "'")
    text = re.sub(MARKUP, " ", text)
    text = re.sub(PUNCTUATION, " ", text)
    text = re.sub(UNSPACED, r" \g<0> ", text)
    return " ".join(text.split()) or EMPTY_TEXT


# %% Preprocessing
def make_vectorizer(vocabulary=None):
    """Returns the layer that turns cleaned texts [n] into word numbers [n, SEQUENCE_LENGTH]."""
    return layers.TextVectorization(
        max_tokens=VOCABULARY_SIZE,
        standardize=None,
        output_sequence_length=SEQUENCE_LENGTH,
        vocabulary=vocabulary,
    )
