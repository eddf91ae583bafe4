"""What 5 programs share: find_table."""


# %% Data
def find_table(data_dir):
    """Returns the path of the table: TABLE_FILE, else train.*, else the only table there."""
    if TABLE_FILE:
        found = [path for path in [data_dir / TABLE_FILE] if path.is_file()]
    else:
        files = sorted(data_dir.glob("[!.]*"))
        found = [path for path in files if path.suffix.lower() in TABLE_SUFFIXES]
        found = [path for path in found if path.stem.lower() == "train"] or found
    if len(found) != 1:
        there = ", ".join(sorted(path.name for path in data_dir.glob("*"))[:20]) or "nothing"
        raise SystemExit(f"expected {TABLE_FILE or 'one table'} in {data_dir}, found: {there}")
    return found[0]
