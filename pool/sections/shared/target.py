"""What 2 programs share: TARGET."""


# %% Configuration
# Column of 0 (normal) and 1 (anomaly); None where nothing is labelled.
TARGET = "anomaly"
