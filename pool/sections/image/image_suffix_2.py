"""What 4 programs share: IMAGE_SUFFIX."""


# %% Configuration
# What the column's value lacks of the file name; files are found with and without it.
IMAGE_SUFFIX = ""
