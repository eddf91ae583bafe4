"""What 4 programs share: RECURRENT_UNITS."""


# %% Configuration
RECURRENT_UNITS = 64
