"""What 5 programs share: IMAGE_ROOT."""


# %% Configuration
# Folder below the data folder that holds the class folders; "" is the data folder itself.
IMAGE_ROOT = ""
