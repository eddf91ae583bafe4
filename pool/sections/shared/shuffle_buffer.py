"""What 32 programs share: SHUFFLE_BUFFER."""


# %% Configuration
SHUFFLE_BUFFER = 2048
