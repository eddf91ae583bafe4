"""What 4 programs share: TARGET."""


# %% Configuration
TARGET = "label"
