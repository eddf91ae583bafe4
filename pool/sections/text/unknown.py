"""What 2 programs share: UNKNOWN."""


# %% Configuration
UNKNOWN = "[UNK]"
