"""Texts without markup and punctuation, words apart: clean_text, clean_texts, plot_lengths."""

# %% Imports
import html
import re
import unicodedata

import numpy as np
import pandas as pd

# %% Configuration
MARKUP = r"</?[a-z][^<>]*>"
# Latin, Arabic, Indic, general and CJK marks, and apostrophes at the edge of a word.
PUNCTUATION = r"[!-&(-/:-@\[-`{-~\xa1-\xbf\u060c-\u061f\u0964\u2010-\u206f\u3001-\u303f]|\B'|'\B"
# Scripts written without spaces (Thai, Japanese, Chinese): each character counts as a word.
UNSPACED = r"[\u0e01-\u0e3a\u0e40-\u0e4e\u3040-\u30ff\u3400-\u9fff]"
# Whether marks stay, as words of their own.
KEEP_MARKS = False
# Stands for a text without a word, so that no row is padding alone.
EMPTY_TEXT = "<empty>"


# %% Data
def clean_text(text):
    """Returns a text of any language in lower case without markup; words and marks stand apart."""
    text = unicodedata.normalize("NFKC", html.unescape(text)).lower().replace("\u2019", "'")
    text = re.sub(PUNCTUATION, r" \g<0> " if KEEP_MARKS else " ", re.sub(MARKUP, " ", text))
    return " ".join(re.sub(UNSPACED, r" \g<0> ", text).split())


def clean_texts(column):
    """Returns the cleaned texts [n] of a column; a missing text counts as an empty one."""
    texts = column.astype("string").fillna("")
    return np.array([clean_text(text) or EMPTY_TEXT for text in texts], dtype=object)


def plot_lengths(texts, output_dir):
    """Prints how many texts [n] the cut shortens and saves the histogram of their lengths."""
    lengths = pd.Series([len(text.split()) for text in texts])
    print(f"{(lengths > SEQUENCE_LENGTH).mean():.1%} of texts are cut at {SEQUENCE_LENGTH} words")
    plot = lengths.plot.hist(bins=40, figsize=(8, 4), xlabel="words", ylabel="texts")
    plot.axvline(SEQUENCE_LENGTH, color="tab:red")
    save_figure(plot.figure, output_dir, "lengths")
