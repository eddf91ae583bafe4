"""What 5 programs share: EMBEDDING_UNITS."""


# %% Configuration
EMBEDDING_UNITS = 128
