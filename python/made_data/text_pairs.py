"""Makes a table of text pairs: a toy translation, summaries, or questions with answers."""

from pathlib import Path

import numpy as np
import pandas as pd

NOUNS = {"cat": "gato", "dog": "perro", "house": "casa", "girl": "niña", "boat": "barco"}
ADJECTIVES = {"red": "rojo", "small": "pequeño", "old": "viejo", "quiet": "tranquilo"}
VERBS = {"sees": "ve", "likes": "quiere", "finds": "encuentra"}
LONG_SOURCE = 40


def make_data(folder: Path, facts: dict, target: str, count: int) -> None:
    """Writes `count` pairs; long sources get summaries, sources called questions get answers."""
    generator = np.random.default_rng(0)
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
    _write_table(table, folder / (facts.get("TABLE_FILE") or "pairs.csv"), facts, header)


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


def _write_table(table: pd.DataFrame, path: Path, facts: dict, header: bool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix.lower() in {".jsonl", ".ndjson"}:
        table.to_json(path, orient="records", lines=True, force_ascii=False)
    elif path.suffix.lower() in {".parquet", ".pq"}:
        table.to_parquet(path)
    else:
        table.to_csv(path, sep=facts.get("SEPARATOR") or ",", index=False, header=header)
