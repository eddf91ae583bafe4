"""Writes rows of a table in the form in which the user's lie on disk."""

import json
import sqlite3
from contextlib import closing

import numpy as np

from made_data.columns import add_columns


def write_rows(table, path, facts):
    """Writes rows with the groups and splits of the facts; TABLE_FORM and the suffix say how."""
    path.parent.mkdir(parents=True, exist_ok=True)
    table = add_columns(table, facts)
    form = facts.get("TABLE_FORM")
    if form == "stacked":
        write_stacked(table, path, facts)
    elif form == "joined":
        write_joined(table, path, facts)
    elif form == "json-list":
        write_json_list(table, path, facts)
    elif form == "sheet":
        write_sheet(table, path, facts)
    elif form == "database":
        with closing(sqlite3.connect(path)) as database:
            table.to_sql(facts["TABLE_NAME"], database, index=False, if_exists="replace")
    elif form == "conll":
        write_conll(table, path)
    else:
        write_table(table, path, facts)


def write_table(table, path, facts):
    """Writes a table in the format that the suffix names."""
    suffix = path.suffix.lower()
    if suffix in {".jsonl", ".ndjson"}:
        table.to_json(path, orient="records", lines=True, force_ascii=False)
    elif suffix in {".parquet", ".pq"}:
        table.to_parquet(path)
    else:
        separator = facts.get("SEPARATOR") or ("\t" if suffix == ".tsv" else ",")
        header = facts.get("HEADER") is not False
        table = table.set_axis([str(name) for name in table], axis=1)
        if not header and all(name.isdigit() for name in table):
            # Columns without names are called by their place; what no fact names is filled.
            width = max(int(name) for name in table) + 1
            table = table.reindex(columns=[str(place) for place in range(width)], fill_value=1)
        table.to_csv(path, sep=separator, index=False, header=header)


def write_stacked(table, path, facts):
    """Writes the rows to TABLE_FILES: to each those of a class, or as many as to the others."""
    names, column = facts["TABLE_FILES"], facts.get("FILE_COLUMN")
    codes = np.arange(len(table)) % len(names)
    if column in table:
        codes = table[column].astype("category").cat.codes.to_numpy()
        table = table.drop(columns=column)
    base = path.parents[names[0].count("/")]
    for number, name in enumerate(names):
        (base / name).parent.mkdir(parents=True, exist_ok=True)
        write_table(table[codes == number], base / name, facts)


def write_joined(table, path, facts):
    """Writes the rows, and beside them a file for each key that holds every value of it once."""
    for name, key in zip(facts["JOINED_FILES"], facts["JOIN_COLUMNS"], strict=True):
        if key not in table:
            table = table.assign(**{key: np.arange(len(table)) % 5})
        write_table(table[[key]].drop_duplicates(), path.parent / name, facts)
    write_table(table, path, facts)


def write_json_list(table, path, facts):
    """Writes the rows as JSON objects; those that differ in LIST_COLUMN alone become one."""
    column, key = facts.get("LIST_COLUMN"), facts.get("RECORDS_KEY")
    if column:
        others = [name for name in table if name != column]
        table = table.groupby(others, as_index=False)[column].agg(list)
    records = json.loads(table.to_json(orient="records"))
    path.write_text(json.dumps({key: records} if key else records), encoding="utf-8")


def write_sheet(table, path, facts):
    """Writes a workbook with one sheet; rows above the column names are empty."""
    table.to_excel(path, sheet_name=facts["SHEET"], startrow=facts["TITLE_ROWS"], index=False)


def write_conll(table, path):
    """Writes words and tags, the last columns, with a blank line before each sentence."""
    lines = []
    for sentence, word, tag in table.itertuples(index=False):
        if isinstance(sentence, str) and lines:
            lines.append("")
        lines.append(f"{word} {tag}")
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
