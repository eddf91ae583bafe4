"""Makes a small table of texts with a class, labels or a number that can be read off the words."""

from pathlib import Path

import numpy as np
import pandas as pd

from made_data.row_files import write_rows, write_table

FILLER = "the of and a to in is it that was for with as on at by from this über naïve 日本".split()
SYLLABLES = "ba ke li mo nu ra se ti vo zu da fe gi ho ju".split()


def make_data(folder: Path, facts: dict, target: str, count: int) -> None:
    """Writes `count` rows to the table named in `facts`, some of them unlabelled to `TEST_FILE`."""
    generator = np.random.default_rng(0)
    texts, values = _examples(generator, facts, target, count)
    text_column = facts.get("TEXT_COLUMN") or "text"
    columns = {facts["ID_COLUMN"]: range(count)} if facts.get("ID_COLUMN") else {}
    columns[text_column] = texts
    table = pd.DataFrame({**columns, **_target_columns(values, facts, target)})
    write_rows(table, folder / (facts.get("TABLE_FILE") or "train.csv"), facts)
    if facts.get("TEST_FILE"):
        unlabelled = table[list(columns)].head(max(4, count // 4))
        write_table(unlabelled, folder / facts["TEST_FILE"], facts)


def _examples(generator, facts: dict, target: str, count: int):
    class_count = facts.get("CLASS_COUNT") or len(_label_columns(facts)) or 5
    lexicons = [
        ["".join(generator.choice(SYLLABLES, 3)) + str(number) for _ in range(4)]
        for number in range(class_count)
    ]
    texts, values = [], []
    for row in range(count):
        groups = [row % class_count]
        if target == "labels" and row % 3 == 0:
            groups.append((row + 1) % class_count)
        words = [word for group in groups for word in generator.choice(lexicons[group], 4)]
        words += list(generator.choice(FILLER, generator.integers(4, 12)))
        generator.shuffle(words)
        texts.append(" ".join(words).capitalize() + ".")
        values.append(groups)
    texts[1] = texts[1].replace(" ", "\n", 1) + ' It said "yes", <br> twice; & left'
    texts[2] = ""
    return texts, values


def _label_columns(facts: dict) -> list[str]:
    columns = facts.get("TARGET")
    return list(columns) if isinstance(columns, list | tuple) else []


def _target_columns(values: list[list[int]], facts: dict, target: str) -> dict:
    if target == "labels" and _label_columns(facts):
        names = enumerate(_label_columns(facts))
        return {name: [int(number in row) for row in values] for number, name in names}
    name = facts.get("TARGET") or "target"
    if target == "labels":
        separator = facts.get("LABEL_SEPARATOR") or " "
        return {name: [separator.join(f"label{number}" for number in row) for row in values]}
    if target == "number":
        return {
            name: [round(row[0] + 1 + 0.1 * (index % 3), 1) for index, row in enumerate(values)]
        }
    if facts.get("CLASS_COUNT") == 2:
        return {name: [row[0] for row in values]}
    return {name: [f"class {row[0]}" for row in values]}
