"""Features of an encoder that pools its first token: build_features.

Needs build_backbone, and PADDING (text/word_pieces).
"""

# %% Imports
from keras import layers, ops

# %% Configuration
# Sizes of the encoder with random weights.
ENCODER_LAYERS = 2
HEADS = 2
UNITS = 128
DROPOUT = 0.1


# %% Model
def build_features(tokens, vocabulary_size):
    """Returns features [n, units] of token numbers [n, SEQUENCE_LENGTH]."""
    backbone = build_backbone(vocabulary_size)
    words = ops.cast(ops.not_equal(tokens, PADDING), "int32")
    # All tokens are of the first text.
    parts = {"token_ids": tokens, "padding_mask": words, "segment_ids": ops.zeros_like(tokens)}
    return layers.Dropout(DROPOUT)(backbone(parts)["pooled_output"])
