"""What 13 programs share: DROPOUT_RATE."""


# %% Configuration
DROPOUT_RATE = 0.3
