"""GPT-2: a transformer that reads from left to right and predicts the next token.

Radford et al. (2019), Language Models are Unsupervised Multitask Learners, OpenAI.

Architecture: GPT-2
Fits: text-file for next
Loss: sparse_categorical_crossentropy
Uses: text/preset, text/byte_pairs, text/token_run
Preprocess: Markup removed, text cut into pairs of bytes and numbered, windows of SEQUENCE_LENGTH tokens and the next
Layers:
    GPT2Backbone(num_layers=2, num_heads=2, hidden_dim=128)
    Softmax()
Holes:
    DECODER_LAYERS = GPT2Backbone.num_layers
    HEADS = GPT2Backbone.num_heads
    UNITS = GPT2Backbone.hidden_dim
"""

# %% Imports
import keras
import keras_hub
from keras import layers, ops

# %% Configuration
# Sizes of the network with random weights.
DECODER_LAYERS = 2
HEADS = 2
UNITS = 128


# %% Model
def build_backbone(vocabulary_size):
    """Returns GPT-2: that of the preset, else small and with random weights."""
    if PRESET is not None:
        return keras_hub.models.GPT2Backbone.from_preset(find_preset())
    return keras_hub.models.GPT2Backbone(
        vocabulary_size,
        DECODER_LAYERS,
        HEADS,
        UNITS,
        4 * UNITS,
        max_sequence_length=SEQUENCE_LENGTH,
    )


def build_model(vocabulary_size=VOCABULARY_SIZE, learning_rate=LEARNING_RATE):
    """Returns the compiled network: token numbers [n, SEQUENCE_LENGTH] -> next token [n, tokens]."""
    inputs = keras.Input((SEQUENCE_LENGTH,), dtype="int32")
    # The embedding of the tokens, read backwards, scores each as the next one.
    writer = keras_hub.models.GPT2CausalLM(build_backbone(vocabulary_size))
    writer.compiled = False  # it is compiled as a part of the whole
    scores = writer({"token_ids": inputs, "padding_mask": ops.ones_like(inputs)})
    outputs = layers.Softmax()(scores[:, -1])
    model = keras.Model(inputs, outputs)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
