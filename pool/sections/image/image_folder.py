"""What 11 programs share: IMAGE_FOLDER."""


# %% Configuration
IMAGE_FOLDER = "images"
