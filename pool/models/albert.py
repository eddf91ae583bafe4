"""ALBERT: an encoder whose layers share their weights.

Lan et al. (2019), ALBERT: A Lite BERT for Self-supervised Learning of Language Representations, arXiv:1909.11942.

Architecture: ALBERT
Fits:
    text-table for class, labels, number
    text-folders for class
Uses: text/preset, text/tokens, text/word_pieces, models/pooled_encoder
Preprocess: Markup removed, texts cut into word pieces and numbered, cut or padded to SEQUENCE_LENGTH tokens
Layers:
    AlbertBackbone(num_layers=2, num_heads=2, hidden_dim=128)
    Dropout(0.1)
Holes:
    ENCODER_LAYERS = AlbertBackbone.num_layers
    HEADS = AlbertBackbone.num_heads
    UNITS = AlbertBackbone.hidden_dim
    DROPOUT = Dropout.rate
"""

# %% Imports
import keras_hub


# %% Model
def build_backbone(vocabulary_size):
    """Returns ALBERT, small and with random weights."""
    return keras_hub.models.AlbertBackbone(
        vocabulary_size,
        ENCODER_LAYERS,
        HEADS,
        UNITS // 2,
        UNITS,
        4 * UNITS,
        max_sequence_length=SEQUENCE_LENGTH,
    )
