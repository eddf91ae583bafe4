"""XLM-RoBERTa: RoBERTa for texts of a hundred languages.

Conneau et al. (2019), Unsupervised Cross-lingual Representation Learning at Scale, arXiv:1911.02116.

Architecture: XLM-RoBERTa
Fits:
    text-table for class, labels, number
    text-folders for class
Uses: text/preset, text/tokens, text/word_pieces, models/token_encoder
Preprocess: Markup removed, texts cut into word pieces and numbered, cut or padded to SEQUENCE_LENGTH tokens
Layers:
    XLMRobertaBackbone(num_layers=2, num_heads=2, hidden_dim=128)
    Dropout(0.1)
Holes:
    ENCODER_LAYERS = XLMRobertaBackbone.num_layers
    HEADS = XLMRobertaBackbone.num_heads
    UNITS = XLMRobertaBackbone.hidden_dim
    DROPOUT = Dropout.rate
"""

# %% Imports
import keras_hub


# %% Model
def build_backbone(vocabulary_size):
    """Returns XLM-RoBERTa, small and with random weights."""
    return keras_hub.models.XLMRobertaBackbone(
        vocabulary_size,
        ENCODER_LAYERS,
        HEADS,
        UNITS,
        4 * UNITS,
        max_sequence_length=SEQUENCE_LENGTH,
    )
