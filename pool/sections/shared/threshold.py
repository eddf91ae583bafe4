"""What 2 programs share: THRESHOLD."""


# %% Configuration
# A label is given from this probability on.
THRESHOLD = 0.5
