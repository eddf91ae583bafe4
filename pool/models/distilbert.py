"""DistilBERT: half of the layers of BERT, taught by BERT.

Sanh et al. (2019), DistilBERT, a distilled version of BERT: smaller, faster, cheaper and lighter, arXiv:1910.01108.

Architecture: DistilBERT
Fits:
    text-table for class, labels, number
    text-folders for class
Uses: text/preset, text/tokens, text/word_pieces, models/token_encoder
Preprocess: Markup removed, texts cut into word pieces and numbered, cut or padded to SEQUENCE_LENGTH tokens
Layers:
    DistilBertBackbone(num_layers=2, num_heads=2, hidden_dim=128)
    Dropout(0.1)
Holes:
    ENCODER_LAYERS = DistilBertBackbone.num_layers
    HEADS = DistilBertBackbone.num_heads
    UNITS = DistilBertBackbone.hidden_dim
    DROPOUT = Dropout.rate
"""

# %% Imports
import keras_hub


# %% Model
def build_backbone(vocabulary_size):
    """Returns DistilBERT: that of the preset, else small and with random weights."""
    if PRESET is not None:
        return keras_hub.models.DistilBertBackbone.from_preset(find_preset())
    return keras_hub.models.DistilBertBackbone(
        vocabulary_size,
        ENCODER_LAYERS,
        HEADS,
        UNITS,
        4 * UNITS,
        max_sequence_length=SEQUENCE_LENGTH,
    )
