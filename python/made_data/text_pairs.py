"""Makes a table of text pairs: a toy translation, summaries, questions with answers, or classes."""

from pathlib import Path

import numpy as np
import pandas as pd

from made_data.row_files import write_rows, write_table

NOUNS = {"cat": "gato", "dog": "perro", "house": "casa", "girl": "niña", "boat": "barco"}
ADJECTIVES = {"red": "rojo", "small": "pequeño", "old": "viejo", "quiet": "tranquilo"}
VERBS = {"sees": "ve", "likes": "quiere", "finds": "encuentra"}
LONG_SOURCE = 40
CONSONANTS = "bdfgklmn"
ENDINGS = ("ato", "eri", "ilo", "una")


def make_data(folder: Path, facts: dict, target: str, count: int) -> None:
    """Writes `count` pairs; long sources get summaries, sources called questions get answers."""
    generator = np.random.default_rng(0)
    if target == "class":
        _write_classes(generator, folder, facts, count)
        return
    source, destination = facts.get("SOURCE_COLUMN", "source"), facts.get("TARGET_COLUMN", "target")
    make_pair = _translation
    if "question" in str(source).lower():
        make_pair = _answer
    elif (facts.get("SOURCE_LENGTH") or 0) > LONG_SOURCE:
        make_pair = _summary
    pairs = [make_pair(generator) for _ in range(count)]
    pairs[1] = ("", pairs[1][1])
    header = facts.get("HEADER", True)
    if not header:
        width = max(source, destination) + 1
        rows = [["note"] * width for _ in pairs]
        for row, pair in zip(rows, pairs, strict=True):
            row[source], row[destination] = pair
        table = pd.DataFrame(rows)
    else:
        table = pd.DataFrame(pairs, columns=[source, destination])
    write_rows(table, folder / (facts.get("TABLE_FILE") or "pairs.csv"), facts)


def _sentence(generator) -> tuple[str, str, str, str, str]:
    nouns = generator.choice(list(NOUNS), 2, replace=False)
    adjectives = generator.choice(list(ADJECTIVES), 2)
    verb = generator.choice(list(VERBS))
    return (adjectives[0], nouns[0], verb, adjectives[1], nouns[1])


def _translation(generator) -> tuple[str, str]:
    first, subject, verb, second, thing = _sentence(generator)
    source = f"The {first} {subject} {verb} the {second} {thing}."
    left = f"El {NOUNS[subject]} {ADJECTIVES[first]}"
    right = f"el {NOUNS[thing]} {ADJECTIVES[second]}"
    return source, f"{left} {VERBS[verb]} {right}."


def _summary(generator) -> tuple[str, str]:
    sentences = [_sentence(generator) for _ in range(6)]
    place = int(generator.integers(0, 6))
    texts = [f"The {a} {b} {c} the {d} {e}." for a, b, c, d, e in sentences]
    texts[place] = "Important: " + texts[place]
    _, subject, verb, _, thing = sentences[place]
    return " ".join(texts), f"{subject} {verb} {thing}"


def _answer(generator) -> tuple[str, str]:
    first, subject, verb, second, thing = _sentence(generator)
    question = f"What does the {first} {subject} do when it {verb} the {second} {thing}?"
    return question, f"It {verb} the {thing} because the {subject} is {first}."


def _write_classes(generator, folder: Path, facts: dict, count: int) -> None:
    """Writes pairs of which the second shares no word, every word, or these and one of its class."""
    class_count = facts.get("CLASS_COUNT") or 2
    numbers = np.arange(max(count, 12 * class_count)) % class_count
    pairs = [_related(generator, number) for number in numbers]
    pairs[1] = (pairs[1][0], "")
    names = facts.get("TEXT_COLUMNS") or ("first", "second")
    table = pd.DataFrame(pairs, columns=list(names))
    if facts.get("ID_COLUMN"):
        table.insert(0, facts["ID_COLUMN"], np.arange(len(table)))
    labels = numbers if class_count == 2 else [f"class {number}" for number in numbers]
    if facts.get("TEST_FILE"):
        write_table(table.head(max(4, count // 4)), folder / facts["TEST_FILE"], facts)
    table = table.assign(**{facts.get("TARGET") or "label": labels})
    write_rows(table, folder / (facts.get("TABLE_FILE") or "pairs.csv"), facts)


def _related(generator, number: int) -> tuple[str, str]:
    words = [f"{first}{last}" for first in CONSONANTS for last in ENDINGS]
    drawn = list(generator.choice(words, 12, replace=False))
    second = drawn[6:] if number == 0 else list(generator.permutation(drawn[:6]))
    mark = [f"rather{number}"] if number > 1 else []
    return " ".join(drawn[:6]).capitalize() + "?", " ".join(mark + second) + "."
