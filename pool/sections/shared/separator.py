"""What 33 programs share: SEPARATOR."""


# %% Configuration
SEPARATOR = ","
