"""What 22 programs share: IMAGE_SIZE."""


# %% Configuration
# Height and width in pixels.
IMAGE_SIZE = (64, 64)
