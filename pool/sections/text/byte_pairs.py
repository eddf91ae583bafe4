"""Pairs of bytes, as RoBERTa reads texts: learn_tokenizer, make_tokenizer.

Needs text/tokens.
"""

# %% Imports
import json

import keras_hub
from tokenizers import ByteLevelBPETokenizer

# %% Configuration
# Number of the token that fills up short texts.
PADDING = 1
MARKS = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")


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


def make_tokenizer(arguments):
    """Returns the tokenizer of KerasHub with its vocabulary."""
    return keras_hub.tokenizers.RobertaTokenizer(**arguments)
