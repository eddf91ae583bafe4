"""What 3 programs share: REFERENCE_PIXELS."""


# %% Configuration
# The simple reference learns from at most so many pixels.
REFERENCE_PIXELS = 20000
