"""What 3 programs share: JOINT_UNITS."""


# %% Configuration
JOINT_UNITS = 64
