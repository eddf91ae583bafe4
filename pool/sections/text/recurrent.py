"""What 2 programs share: RECURRENT."""


# %% Imports
from keras import layers


# %% Configuration
RECURRENT = layers.LSTM
