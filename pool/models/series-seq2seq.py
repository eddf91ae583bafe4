"""An encoder and a decoder: one recurrent layer reads the window, another writes the steps to come.

Sutskever, Vinyals and Le (2014), Sequence to Sequence Learning with Neural Networks, arXiv:1409.3215;
the decoder sees the code at every step, as in Cho et al. (2014), Learning Phrase Representations using
RNN Encoder-Decoder, arXiv:1406.1078. What it writes passes the linear head of the program.

Architecture: encoder and decoder
Fits: series for future
Layers:
    LSTM(64)
    RepeatVector(HORIZON)
    LSTM(64, return_sequences=True)
    TimeDistributed(Dense(1))
    Flatten()
Holes:
    RECURRENT = recurrent
    RECURRENT_UNITS = LSTM.units*2
"""

# %% Imports
from keras import layers

# %% Configuration
RECURRENT = layers.LSTM
# Units of the encoder and of the decoder.
RECURRENT_UNITS = (64, 64)


# %% Model
def build_features(features, horizon):
    """Returns what the decoder writes [n, horizon] for windows [n, steps, values]."""
    units, decoder_units = RECURRENT_UNITS
    code, *states = RECURRENT(units, return_state=True)(features)
    if decoder_units != units:
        states = [layers.Dense(decoder_units)(state) for state in states]
    decoder = RECURRENT(decoder_units, return_sequences=True)
    steps = decoder(layers.RepeatVector(horizon)(code), initial_state=states)
    return layers.Flatten()(layers.TimeDistributed(layers.Dense(1))(steps))
