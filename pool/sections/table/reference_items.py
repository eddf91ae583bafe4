"""What 6 programs share: REFERENCE_ITEMS."""


# %% Configuration
# The simple reference learns from at most so many train rows.
REFERENCE_ITEMS = 100_000
