"""Makes a table with a word a row: names are tagged in B-, I-, O by the word before them."""

from pathlib import Path

import numpy as np
import pandas as pd

from made_data.row_files import write_rows

KINDS = ("per", "geo", "org", "tim", "art", "eve", "nat", "gpe")
FILLER = "the of and in a said that was with left for over there today".split()


def make_data(folder: Path, facts: dict, target: str, count: int) -> None:
    """Writes `count` sentences; the tags are `O` and the first `CLASS_COUNT - 1` of B-x, I-x."""
    generator = np.random.default_rng(0)
    class_count = facts.get("CLASS_COUNT") or 5
    tags = [f"{mark}-{kind}" for kind in KINDS for mark in "BI"]
    tags += [f"B-kind{number}" for number in range(class_count)]
    tags = tags[: class_count - 1]
    rows = []
    for sentence in range(count):
        pairs = [(str(word), "O") for word in generator.choice(FILLER, generator.integers(3, 9))]
        start = tags[sentence % len(tags)].replace("I-", "B-")
        # The word before decides the kind of a name: names alone are ambiguous.
        entity = [(f"near{start[2:]}", "O"), (f"Name{generator.integers(0, 6)}", start)]
        inside = start.replace("B-", "I-")
        if inside in tags and (sentence % 2 or tags[sentence % len(tags)] == inside):
            entity.append((f"Von{generator.integers(0, 3)}", inside))
        place = int(generator.integers(0, len(pairs)))
        pairs[place:place] = entity
        pairs.append((".", "O"))
        name = f"Sentence: {sentence + 1}"
        rows += [
            (name if index == 0 else None, word, tag) for index, (word, tag) in enumerate(pairs)
        ]
    columns = [
        facts.get("SENTENCE_COLUMN") or "sentence",
        facts.get("WORD_COLUMN") or "word",
        facts.get("TAG_COLUMN") or "tag",
    ]
    path = folder / (facts.get("TABLE_FILE") or "words.csv")
    write_rows(pd.DataFrame(rows, columns=columns), path, facts)
