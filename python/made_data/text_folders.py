"""Makes one folder of .txt files per class; each class has words of its own."""

from pathlib import Path

import numpy as np

FILLER = "the of and a to in is it that was for with as on at by from this über naïve".split()
SYLLABLES = "ba ke li mo nu ra se ti vo zu da fe gi ho ju".split()


def make_data(folder: Path, facts: dict, target: str, count: int) -> None:
    """Writes `count` texts in turn to `CLASS_COUNT` folders, and what real folders also hold."""
    generator = np.random.default_rng(0)
    root = folder / (facts.get("TEXT_ROOT") or "")
    class_count = facts.get("CLASS_COUNT") or 3
    lexicons = [
        ["".join(generator.choice(SYLLABLES, 3)) + str(number) for _ in range(4)]
        for number in range(class_count)
    ]
    for row in range(count):
        group = row % class_count
        words = [*generator.choice(lexicons[group], 4), *generator.choice(FILLER, 8)]
        generator.shuffle(words)
        place = root / f"class_{group}" / ("nested" if row % 7 == 0 else "")
        place.mkdir(parents=True, exist_ok=True)
        suffix = ".TXT" if row % 5 == 0 else ".txt"
        (place / f"text_{row:04d}{suffix}").write_text(" ".join(words) + "\n", encoding="utf-8")
    (root / "class_0" / ".hidden.txt").write_text("not an example", encoding="utf-8")
    (root / "class_0" / "latin.txt").write_bytes(f"caf\xe9 {lexicons[0][0]}".encode("latin-1"))
    (root / "class_0" / "notes.md").write_text("not an example either", encoding="utf-8")
