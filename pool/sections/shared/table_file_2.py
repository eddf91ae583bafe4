"""What 12 programs share: TABLE_FILE, TABLE_SUFFIXES."""


# %% Configuration
# File below the data folder; None is train.csv or the only table there.
TABLE_FILE = "sensor.csv"
TABLE_SUFFIXES = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet", ".pq")
