"""What 2 programs share: ENCODER_FILTERS."""


# %% Configuration
# Filters of each encoder block; a block halves the image, the decoder mirrors them.
ENCODER_FILTERS = (32, 64)
