"""What 4 programs share: HIDDEN_UNITS."""


# %% Configuration
HIDDEN_UNITS = 128
