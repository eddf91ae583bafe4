"""ELECTRA: an encoder that was pretrained to find replaced tokens.

Clark et al. (2020), ELECTRA: Pre-training Text Encoders as Discriminators Rather Than Generators, arXiv:2003.10555.

Architecture: ELECTRA
Fits:
    text-table for class, labels, number
    text-folders for class
Uses: text/preset, text/tokens, text/word_pieces, models/pooled_encoder
Preprocess: Markup removed, texts cut into word pieces and numbered, cut or padded to SEQUENCE_LENGTH tokens
Layers:
    ElectraBackbone(num_layers=2, num_heads=2, hidden_dim=128)
    Dropout(0.1)
Holes:
    ENCODER_LAYERS = ElectraBackbone.num_layers
    HEADS = ElectraBackbone.num_heads
    UNITS = ElectraBackbone.hidden_dim
    DROPOUT = Dropout.rate
"""

# %% Imports
import keras_hub


# %% Model
def build_backbone(vocabulary_size):
    """Returns ELECTRA: that of the preset, else small and with random weights."""
    if PRESET is not None:
        return keras_hub.models.ElectraBackbone.from_preset(find_preset())
    return keras_hub.models.ElectraBackbone(
        vocabulary_size,
        ENCODER_LAYERS,
        HEADS,
        UNITS,
        UNITS,
        4 * UNITS,
        max_sequence_length=SEQUENCE_LENGTH,
    )
