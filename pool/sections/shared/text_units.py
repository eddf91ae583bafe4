"""What 2 programs share: TEXT_UNITS."""


# %% Configuration
TEXT_UNITS = 64
