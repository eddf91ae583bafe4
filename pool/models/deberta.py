"""DeBERTa: an encoder that attends to content and places apart.

He et al. (2021), DeBERTaV3: Improving DeBERTa using ELECTRA-Style Pre-Training, arXiv:2111.09543.

Architecture: DeBERTa
Fits:
    text-table for class, labels, number
    text-folders for class
Uses: text/preset, text/tokens, text/word_pieces, models/token_encoder
Preprocess: Markup removed, texts cut into word pieces and numbered, cut or padded to SEQUENCE_LENGTH tokens
Layers:
    DebertaV3Backbone(num_layers=2, num_heads=2, hidden_dim=128)
    Dropout(0.1)
Holes:
    ENCODER_LAYERS = DebertaV3Backbone.num_layers
    HEADS = DebertaV3Backbone.num_heads
    UNITS = DebertaV3Backbone.hidden_dim
    DROPOUT = Dropout.rate
"""

# %% Imports
import keras_hub


# %% Model
def build_backbone(vocabulary_size):
    """Returns DeBERTa, small and with random weights."""
    return keras_hub.models.DebertaV3Backbone(
        vocabulary_size,
        ENCODER_LAYERS,
        HEADS,
        UNITS,
        4 * UNITS,
        max_sequence_length=SEQUENCE_LENGTH,
    )
