"""Makes a text file of short sentences from a small grammar: the next word can be guessed."""

from pathlib import Path

import numpy as np

SUBJECTS = ["the old man", "a young girl", "the small dog", "my brother", "the café owner"]
ACTIONS = {"walks to": ["the river", "the market"], "looks at": ["the moon", "a red boat"]}
ENDINGS = ["in the morning.", "every day.", "without a word!", "and smiles."]


def make_data(folder: Path, facts: dict, target: str, count: int) -> None:
    """Writes `8 * count` sentences, four a line."""
    generator = np.random.default_rng(0)
    lines = []
    for _ in range(count * 2):
        sentences = []
        for _ in range(4):
            action = str(generator.choice(list(ACTIONS)))
            parts = [generator.choice(SUBJECTS), action, generator.choice(ACTIONS[action])]
            sentences.append(" ".join([*parts, generator.choice(ENDINGS)]).capitalize())
        lines.append(" ".join(sentences))
    path = folder / (facts.get("TEXT_FILE") or "text.txt")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
