"""What 3 programs share: DROPOUT."""


# %% Configuration
DROPOUT = 0.1
