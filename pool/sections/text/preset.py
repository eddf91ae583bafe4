"""Texts as a tokenizer of KerasHub takes them, and where its preset lies: clean_text, find_preset.

Needs text/clean.
"""

# %% Imports
import html
import os
import re
from pathlib import Path

# %% Configuration
# Preset of KerasHub that weights and tokenizer are taken from; None: random weights, and a
# tokenizer that is learnt from train.
PRESET = None


# %% Data
def clean_text(text):
    """Returns a text without markup and repeated spaces; case and marks are the tokenizer's."""
    return " ".join(re.sub(MARKUP, " ", html.unescape(text)).split())


# %% Preprocessing
def find_preset():
    """Returns the folder of PRESET below KERAS_HOME; else its name: KerasHub needs kagglehub then."""
    home = Path(os.environ.get("KERAS_HOME", Path.home() / ".keras"))
    folder = home / "presets" / PRESET
    return str(folder) if folder.is_dir() else PRESET
