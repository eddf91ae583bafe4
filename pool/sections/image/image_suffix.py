"""What 5 programs share: IMAGE_SUFFIX."""


# %% Configuration
# What the column's value lacks of the file name.
IMAGE_SUFFIX = ""
