"""Word pieces, as BERT reads texts: learn_tokenizer, make_tokenizer.

Needs text/preset and text/tokens.
"""

# %% Imports
import keras_hub
from tokenizers import BertWordPieceTokenizer

# %% Configuration
# Number of the token that fills up short texts.
PADDING = 0
MARKS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


# %% Preprocessing
def learn_tokenizer(texts):
    """Returns arguments of the tokenizer: those of the preset, else pieces learnt from texts [n]."""
    if PRESET is not None:
        preset = keras_hub.tokenizers.Tokenizer.from_preset(find_preset())
        options = {"lowercase": preset.lowercase, "strip_accents": preset.strip_accents}
        return {"vocabulary": preset.get_vocabulary(), **options}
    learner = BertWordPieceTokenizer(lowercase=True, strip_accents=True)
    sizes = {"vocab_size": VOCABULARY_SIZE, "special_tokens": list(MARKS)}
    learner.train_from_iterator(texts, **sizes, show_progress=False)
    numbers = learner.get_vocab()
    options = {"lowercase": True, "strip_accents": True}
    return {"vocabulary": sorted(numbers, key=numbers.get), **options}


def make_tokenizer(arguments):
    """Returns the tokenizer of KerasHub with its vocabulary."""
    return keras_hub.tokenizers.BertTokenizer(**arguments)
