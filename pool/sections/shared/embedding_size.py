"""What 3 programs share: EMBEDDING_SIZE."""


# %% Configuration
EMBEDDING_SIZE = 64
