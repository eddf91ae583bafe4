"""BERT: a transformer encoder over word pieces, read in both directions.

Devlin et al. (2018), BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding, arXiv:1810.04805.

Architecture: BERT
Fits:
    text-table for class, labels, number
    text-folders for class
Uses: text/preset, text/tokens, text/word_pieces, models/pooled_encoder
Preprocess: Markup removed, texts cut into word pieces and numbered, cut or padded to SEQUENCE_LENGTH tokens
Layers:
    BertBackbone(num_layers=2, num_heads=2, hidden_dim=128)
    Dropout(0.1)
Holes:
    ENCODER_LAYERS = BertBackbone.num_layers
    HEADS = BertBackbone.num_heads
    UNITS = BertBackbone.hidden_dim
    DROPOUT = Dropout.rate
"""

# %% Imports
import keras_hub


# %% Model
def build_backbone(vocabulary_size):
    """Returns BERT: that of the preset, else small and with random weights."""
    if PRESET is not None:
        return keras_hub.models.BertBackbone.from_preset(find_preset())
    return keras_hub.models.BertBackbone(
        vocabulary_size,
        ENCODER_LAYERS,
        HEADS,
        UNITS,
        4 * UNITS,
        max_sequence_length=SEQUENCE_LENGTH,
    )
