"""What 12 programs share: REFERENCE_SIDE, REFERENCE_ITEMS."""


# %% Configuration
# The simple reference sees thumbnails of this side, from at most so many train images.
REFERENCE_SIDE = 16
REFERENCE_ITEMS = 2000
