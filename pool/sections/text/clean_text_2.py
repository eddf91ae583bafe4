"""What 4 programs share: clean_text, join_words."""


# %% Imports
import html
import re
import unicodedata


# %% Data
def clean_text(text):
    """Returns a text of any language in lower case without markup; words and marks stand apart."""
    text = unicodedata.normalize("NFKC", html.unescape(str(text))).lower().replace("\u2019", "'")
    text = re.sub(MARKUP, " ", text)
    text = re.sub(PUNCTUATION, r" \g<0> ", text)
    text = re.sub(UNSPACED, r" \g<0> ", text)
    return " ".join(text.split())


def join_words(words):
    """Returns words as one text, marks close to the word before them."""
    return re.sub(r" ([.,;:!?)\]])", r"\1", " ".join(words))
