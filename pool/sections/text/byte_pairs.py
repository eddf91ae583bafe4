"""Pairs of bytes: learn_tokenizer.

Needs text/preset, and MARKS and VOCABULARY_SIZE.
"""

# %% Imports
import json

import keras_hub
from tokenizers import ByteLevelBPETokenizer


# %% Preprocessing
def learn_tokenizer(texts):
    """Returns arguments of the tokenizer: those of the preset, else pairs learnt from texts [n]."""
    if PRESET is not None:
        preset = keras_hub.tokenizers.Tokenizer.from_preset(find_preset())
        return {"vocabulary": dict(preset.vocabulary), "merges": list(preset.merges)}
    learner = ByteLevelBPETokenizer()
    sizes = {"vocab_size": VOCABULARY_SIZE, "special_tokens": list(MARKS)}
    learner.train_from_iterator(texts, **sizes, show_progress=False)
    learnt = json.loads(learner.to_str())["model"]
    return {"vocabulary": learnt["vocab"], "merges": [" ".join(pair) for pair in learnt["merges"]]}
