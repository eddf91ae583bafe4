"""Made series of several keys: seasons of their own height and level, whose next values can be told."""

import numpy as np
import pandas as pd

from made_data.row_files import write_rows

SERIES = 4


def draw_values(generator, length, number):
    """Returns the values [length] of one series: a season of 12 steps, a trend and noise."""
    steps = np.arange(length)
    season = np.sin(2 * np.pi * (steps + 3 * number) / 12)
    level = 50.0 * (number + 1)
    values = level + 0.2 * level * season + 0.01 * level / 50 * steps
    return (values + generator.normal(0, 0.01 * level, length)).round(3)


def make_data(folder, facts, target, count):
    """Writes a row a key and time, or a column a series where TARGET names several."""
    generator = np.random.default_rng(0)
    span = (facts.get("WINDOW") or 24) + 3 * (facts.get("HORIZON") or 1) + 12
    length = max(count // SERIES, 4 * span)
    names = facts["TARGET"] if isinstance(facts["TARGET"], list) else [facts["TARGET"]]
    keys = facts.get("SERIES_COLUMNS") or []
    dates = pd.date_range("2020-01-01", periods=length, freq="D").strftime("%Y-%m-%d")
    parts = []
    for number in range(SERIES if keys else 1):
        part = pd.DataFrame({facts.get("DATE_COLUMN") or "row": dates})
        for place, key in enumerate(keys):
                # One key has four values, several have two each.
            code = number if len(keys) == 1 else (number // 2**place) % 2
            part[key] = f"{key} {'ABCD'[code]}"
        for place, name in enumerate([*names, *(facts.get("FEATURES") or [])]):
            if name not in part:
                part[name] = draw_values(generator, length, number + place)
        parts.append(part)
    table = pd.concat(parts, ignore_index=True)
    table.loc[len(table) // 3, names[0]] = np.nan
    if not facts.get("DATE_COLUMN"):
        table = table.drop(columns="row")
    write_rows(table, folder / (facts.get("TABLE_FILE") or "series.csv"), facts)
