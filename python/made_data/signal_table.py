"""Made signals, one a row with its class: waves whose pitch and bump tell the class."""

import numpy as np
import pandas as pd

from made_data.row_files import write_rows


def draw_signal(generator, number, length):
    """Returns one signal [length] of a class: a wave of its pitch, a bump, and noise."""
    steps = np.linspace(0, 1, length)
    wave = np.sin(2 * np.pi * (2 + 2 * number) * steps + generator.uniform(0, 2 * np.pi))
    bump = 2 * np.exp(-(((steps - generator.uniform(0.3, 0.7)) / 0.05) ** 2)) * (number % 2)
    return wave + bump + generator.normal(0, 0.2, length)


def make_data(folder, facts, target, count):
    """Writes at least `count` signals, twelve or more of each class, one a row."""
    if target != "class":
        raise ValueError(f"signal-table is made for the target class, not {target!r}")
    generator = np.random.default_rng(0)
    class_count, length = facts["CLASS_COUNT"], facts["SIGNAL_LENGTH"]
    numbers = np.arange(max(count, 12 * class_count)) % class_count
    signals = np.stack([draw_signal(generator, number, length) for number in numbers])
    table = pd.DataFrame(signals.round(4), columns=[f"t{step}" for step in range(length)])
    name = facts.get("TARGET")
    table["label" if name is None else str(name)] = numbers
    path = folder / (facts.get("TABLE_FILE") or "signals.csv")
    write_rows(table, path, facts)
