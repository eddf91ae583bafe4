"""Adds the columns that facts name beside those of the kind."""


def add_columns(table, facts):
    """Returns the rows with the column of groups, that of splits, and numbers for yes and no."""
    if facts.get("GROUP_COLUMN"):
        groups = [f"group {row}" for row in range(len(table))]
        table = table.assign(**{facts["GROUP_COLUMN"]: groups})
    split = facts.get("SPLIT_COLUMN")
    if split and split != facts.get("FILE_COLUMN"):
        table = table.assign(**{split: "train"})
    above = facts.get("CLASS_ABOVE")
    if above is not None and facts.get("TARGET") in table:
        numbers = table[facts["TARGET"]].astype("category").cat.codes
        table = table.assign(**{facts["TARGET"]: numbers + above})
    return table
