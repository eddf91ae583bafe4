"""The tokenizer of RoBERTa: make_tokenizer and its marks.

Needs text/byte_pairs.
"""

# %% Imports
import keras_hub

# %% Configuration
# Number of the token that fills up short texts.
PADDING = 1
MARKS = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")


# %% Preprocessing
def make_tokenizer(arguments):
    """Returns the tokenizer of KerasHub with its vocabulary."""
    return keras_hub.tokenizers.RobertaTokenizer(**arguments)
