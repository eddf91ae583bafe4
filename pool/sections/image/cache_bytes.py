"""What 21 programs share: CACHE_BYTES."""


# %% Configuration
# Decoded images of a split stay in memory up to this many bytes; more are read again each epoch.
CACHE_BYTES = 2_000_000_000
