"""Made series: daily values with trend, a season and noise, whose next values can be forecast."""

import numpy as np
import pandas as pd

from made_data.row_files import write_rows


def draw_series(generator, length, names):
    """Returns one column per name [length]: seasons of 12 steps that lead one another by a step."""
    steps = np.arange(length + len(names))
    season = 10 * np.sin(2 * np.pi * steps / 12) + 4 * np.cos(4 * np.pi * steps / 12)
    columns = {}
    for position, name in enumerate(names):
        lead = season[position : position + length]
        values = 100 + 20 * position + 0.02 * steps[:length] + lead * (1 + 0.3 * position)
        columns[name] = (values + generator.normal(0, 0.8, length)).round(3)
    return pd.DataFrame(columns)


def make_data(folder, facts, target, count):
    """Writes a table with at least `count` steps, long enough for windows in every split."""
    generator = np.random.default_rng(0)
    span = (facts.get("WINDOW") or 24) + (facts.get("HORIZON") or 1)
    length = max(count, 8 * span)
    label = facts.get("TARGET") if target == "anomaly" else None
    names = list(facts.get("FEATURES") or [facts.get("TARGET") or "value"])
    names = [name for name in names if name != label] or ["value"]
    if target == "future" and facts.get("TARGET") and facts["TARGET"] not in names:
        names.append(facts["TARGET"])
    table = draw_series(generator, length, names)
    table.iloc[length // 3, 0] = np.nan
    if target == "anomaly":
        strange = np.zeros(length, dtype=bool)
        for start in np.linspace(0.88 * length, 0.97 * length, 3).astype(int):
            strange[start : start + 4] = True
        table.loc[strange, names] += generator.choice([-25, 25], (strange.sum(), 1))
        if label:
            table[label] = strange.astype(int)
    if facts.get("DATE_COLUMN"):
        dates = pd.date_range("2020-01-01", periods=length, freq="D").strftime("%Y-%m-%d")
        table.insert(0, facts["DATE_COLUMN"], dates)
    path = folder / (facts.get("TABLE_FILE") or "series.csv")
    write_rows(table, path, facts)
