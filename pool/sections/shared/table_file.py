"""What 12 programs share: TABLE_FILE."""


# %% Configuration
TABLE_FILE = "metadata.csv"
