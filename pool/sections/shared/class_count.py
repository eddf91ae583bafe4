"""What 28 programs share: CLASS_COUNT."""


# %% Configuration
CLASS_COUNT = 3
