"""RoBERTa: BERT over pairs of bytes, pretrained for longer.

Liu et al. (2019), RoBERTa: A Robustly Optimized BERT Pretraining Approach, arXiv:1907.11692.

Architecture: RoBERTa
Fits:
    text-table for class, labels, number
    text-folders for class
Uses: text/preset, text/tokens, text/byte_pairs, text/roberta_pairs, models/token_encoder
Preprocess: Markup removed, texts cut into pairs of bytes and numbered, cut or padded to SEQUENCE_LENGTH tokens
Layers:
    RobertaBackbone(num_layers=2, num_heads=2, hidden_dim=128)
    Dropout(0.1)
Holes:
    ENCODER_LAYERS = RobertaBackbone.num_layers
    HEADS = RobertaBackbone.num_heads
    UNITS = RobertaBackbone.hidden_dim
    DROPOUT = Dropout.rate
"""

# %% Imports
import keras_hub


# %% Model
def build_backbone(vocabulary_size):
    """Returns RoBERTa: that of the preset, else small and with random weights."""
    if PRESET is not None:
        return keras_hub.models.RobertaBackbone.from_preset(find_preset())
    return keras_hub.models.RobertaBackbone(
        vocabulary_size,
        ENCODER_LAYERS,
        HEADS,
        UNITS,
        4 * UNITS,
        max_sequence_length=SEQUENCE_LENGTH,
    )
