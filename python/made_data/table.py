"""Made tables of numbers, codes and words whose class, labels, number or anomaly can be learnt."""

import numpy as np
import pandas as pd

from made_data.row_files import write_rows, write_table


def name_columns(facts):
    """Returns the names of number, code and word columns that the facts ask for."""
    codes = list(facts.get("CATEGORICAL") or [])
    word_count = max(0, len(facts.get("CATEGORY_SIZES") or []) - len(codes))
    if facts.get("FEATURES"):
        rest = [name for name in facts["FEATURES"] if name not in codes]
        return rest[: len(rest) - word_count], codes, rest[len(rest) - word_count :]
    numbers = [f"number_{column}" for column in range(facts.get("NUMERIC_COUNT") or 0)]
    return numbers, codes, [f"word_{column}" for column in range(word_count)]


def draw_features(generator, facts, groups):
    """Returns a table of features that depend on the groups [n], and their number effect [n]."""
    numbers, codes, words = name_columns(facts)
    sizes = list(facts.get("CATEGORY_SIZES") or [])
    columns, effect = {}, np.zeros(len(groups))
    for position, name in enumerate(numbers):
        values = 2.0 * np.cos(groups + position) + generator.normal(0, 0.6, len(groups))
        effect += values * (-1) ** position
        columns[name] = (50 + 10 * values).round(3)
    for position, name in enumerate(codes + words):
        size = max(2, min(sizes[position] - 2 if position < len(sizes) else 6, len(groups) // 4))
        # Half of the values follow the group, the others are drawn at random.
        values = np.where(
            generator.random(len(groups)) < 0.5,
            groups % size,
            generator.integers(size, size=len(groups)),
        )
        effect += generator.normal(0, 1.5, size)[values]
        columns[name] = values + 1 if name in codes else [f"kind {value}" for value in values]
    return pd.DataFrame(columns), effect


def draw_target(generator, facts, target, groups, effect):
    """Returns {column: values} of the target, and the rows that are anomalies [n]."""
    name = facts.get("TARGET") or "target"
    if target == "labels":
        return {
            label: np.isin(groups, [position, position + 1]).astype(int)
            for position, label in enumerate(name)
        }
    if target == "number":
        names = [name] if isinstance(name, str) else name
        noise = generator.normal(0, 0.1, (len(names), len(effect)))
        # Each further target has another unit.
        return {
            column: (10.0**place * (effect + noise[place])).round(2)
            for place, column in enumerate(names)
        }
    if target == "anomaly":
        return {name: np.zeros(len(groups), dtype=int)} if facts.get("TARGET") else {}
    if facts.get("CLASS_COUNT", 2) == 2:
        return {name: groups}
    return {name: [f"class {group}" for group in groups]}


def spoil(generator, table):
    """Returns the features with some missing numbers and words, as real tables have them."""
    for name in table.columns[:1].union(table.select_dtypes(exclude="number").columns[:1]):
        rows = generator.choice(len(table), max(1, len(table) // 20), replace=False)
        table[name] = table[name].where(~table.index.isin(rows))
    return table


def make_data(folder, facts, target, count):
    """Writes at least `count` rows, enough for every class, and unlabelled ones to TEST_FILE."""
    generator = np.random.default_rng(0)
    label_names = facts.get("TARGET") if target == "labels" else []
    group_count = max(facts.get("CLASS_COUNT") or 0, len(label_names), 2)
    count = max(count, 12 * group_count)
    groups = np.zeros(count, dtype=int) if target == "anomaly" else np.arange(count) % group_count
    table, effect = draw_features(generator, facts, groups)
    targets = draw_target(generator, facts, target, groups, effect)
    if target == "anomaly":
        strange = np.arange(count) % 8 == 7
        numbers = table.select_dtypes("number").columns.difference(facts.get("CATEGORICAL") or [])
        table.loc[strange, numbers] += generator.normal(0, 60, (strange.sum(), len(numbers)))
        targets = {name: strange.astype(int) for name in targets}
    if target != "number" or not facts.get("CATEGORICAL"):
        table = spoil(generator, table)
    if facts.get("ID_COLUMN"):
        table.insert(0, facts["ID_COLUMN"], np.arange(1000, 1000 + count))
    if facts.get("TEST_FILE"):
        write_table(table.head(max(4, count // 4)), folder / facts["TEST_FILE"], facts)
    write_rows(table.assign(**targets), folder / (facts.get("TABLE_FILE") or "train.csv"), facts)
