"""What 4 programs share: TABLE_FILE."""


# %% Configuration
# The table, and the folder that holds its images ("" is the data folder).
TABLE_FILE = "items.csv"
