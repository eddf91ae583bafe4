"""Trains a generated project and scores it beside simple models of scikit-learn that learn from its own splits.

Usage: reference-scores.py PROJECT DATA [COLUMNS]; COLUMNS is a JSON list of what may be learnt from, by default all but the
targets. The last line printed is JSON: scores, and the 95 % interval of the network's
lead over the strongest reference, over draws of test items; the strongest is chosen on the validation split.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, RidgeCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0
DRAWS = 1000
# Boosting leaves hold at most this share of the train rows.
LEAF_SHARE = 0.02
MOST_COLUMNS = 3000


def encode_table(splits, captured):
    """Returns the three splits as numbers: medians where missing, categories one by one."""
    columns = captured["columns"]
    if columns is None:
        columns = [name for name in splits["train"] if name not in captured["targets"]]
    splits = {split: items[columns] for split, items in splits.items()}
    train = splits["train"]
    numbers, texts = [], []
    for name in train:
        share = pd.to_numeric(train[name], errors="coerce").notna().sum()
        known = max(1, train[name].notna().sum())
        (numbers if share / known > 0.95 else texts).append(name)
    values = {name: pd.to_numeric(train[name], errors="coerce") for name in numbers}
    medians = {name: column.median() for name, column in values.items()}
    common = {name: train[name].value_counts().index[:50] for name in texts}
    encoded = []
    for table in splits.values():
        columns = [
            pd.to_numeric(table[name], errors="coerce").fillna(medians[name]).fillna(0)
            for name in numbers
        ]
        columns += [table[name] == value for name in texts for value in common[name]]
        encoded.append(np.column_stack(columns).astype("float64"))
    return encoded


def encode_arrays(project, splits, state):
    """Returns the three splits as the project's own inputs, flat."""
    encoded = []
    for items, targets in splits.values():
        batches = [inputs for inputs, _ in project.make_dataset(items, targets, state, 64, False)]
        arrays = [next(iter(one.values())) if isinstance(one, dict) else one for one in batches]
        rows = np.concatenate([np.asarray(array) for array in arrays])
        encoded.append(rows.reshape(len(rows), -1).astype("float64"))
    return [rows[:, :: max(1, rows.shape[1] // MOST_COLUMNS)] for rows in encoded]


def classifiers(rows, columns, weight):
    """Returns simple classifiers by name."""
    leaf = int(np.clip(rows * LEAF_SHARE, 2, 20))
    options = {"class_weight": weight, "random_state": SEED}
    models = {
        "logistic regression": make_pipeline(
            StandardScaler(), LogisticRegression(max_iter=1000, class_weight=weight)
        ),
        "random forest": RandomForestClassifier(**options),
    }
    if columns <= 200:
        boosting = HistGradientBoostingClassifier(min_samples_leaf=leaf, **options)
        models["gradient boosting"] = boosting
    return models


def regressors(rows):
    """Returns simple regressors by name."""
    leaf = int(np.clip(rows * LEAF_SHARE, 2, 20))
    options = {"min_samples_leaf": leaf, "random_state": SEED}
    return {
        "ridge": make_pipeline(StandardScaler(), RidgeCV(np.logspace(-3, 3, 13))),
        "random forest": RandomForestRegressor(random_state=SEED),
        "gradient boosting": HistGradientBoostingRegressor(loss="absolute_error", **options),
    }


def texts_of(items):
    """Returns the text of each item."""
    if isinstance(items, pd.DataFrame):
        return items.astype(str).agg(" ".join, axis=1).tolist()
    return [str(item) for item in items]


def score_classes(project, splits, kind, captured):
    """Yields (name, validation score, rows of the metric) of each reference."""
    train, validation, test = (targets for _, targets in splits.values())
    state, score, results = captured["state"], captured["score"], captured["results"]
    goals = [project.class_numbers(part, state) for part in (train, validation, test)]
    balanced = np.ndim(results["model"]) == 2
    weight = "balanced" if balanced else None
    parts = {name: items for name, (items, _) in splits.items()}
    if kind == "text":
        models = {
            f"logistic regression on {name}": make_pipeline(
                TfidfVectorizer(analyzer=analyzer, ngram_range=grams, sublinear_tf=True),
                LogisticRegression(C=10, max_iter=1000, class_weight=weight),
            )
            for name, analyzer, grams in [("words", "word", (1, 2)), ("letters", "char_wb", (1, 4))]
        }
        inputs = [texts_of(items) for items in parts.values()]
    else:
        is_table = kind == "table"
        inputs = encode_table(parts, captured) if is_table else encode_arrays(project, splits, state)
        models = classifiers(*inputs[0].shape, weight)

    def rows_of(found, truth):
        return np.stack([truth, found], axis=1) if balanced else found == truth

    for name, model in models.items():
        model.fit(inputs[0], goals[0])
        checked = score(rows_of(model.predict(inputs[1]), goals[1]))
        yield name, checked, rows_of(model.predict(inputs[2]), goals[2])


def score_numbers(splits, captured):
    """Yields (name, validation score, rows of the metric) of each reference for one number."""
    inputs = encode_table({name: items for name, (items, _) in splits.items()}, captured)
    goals = [np.asarray(targets, "float64").reshape(len(targets), -1) for _, targets in splits.values()]
    units = np.asarray(captured["state"]["units"], "float64")
    for name, model in regressors(len(inputs[0])).items():
        found = [
            np.column_stack([model.fit(inputs[0], column).predict(part) for column in goals[0].T])
            for part in inputs[1:]
        ]
        errors = [np.mean(abs(one - goal) / units, axis=1) for one, goal in zip(found, goals[1:])]
        yield name, captured["score"](errors[0]), errors[1]


def find_season(values):
    """Returns the lag of 2 steps or more where the changes repeat most, or 1."""
    changes = np.diff(values) - np.diff(values).mean()
    lags = range(2, min(400, len(values) // 2))
    found = {lag: np.corrcoef(changes[lag:], changes[:-lag])[0, 1] for lag in lags}
    best = max(found, key=found.get, default=1)
    return best if found.get(best, 0) > 0.3 else 1


def windows_of(series, window, horizon):
    """Returns windows [n, window] and futures [n, horizon] of a list of series."""
    rows = [
        np.lib.stride_tricks.sliding_window_view(values, window + horizon)
        for values in series
        if len(values) >= window + horizon
    ]
    rows = np.concatenate(rows)
    return rows[:, :window], rows[:, window:]


def score_futures(project, splits, captured):
    """Yields (name, validation score, rows of the metric) of each reference for a forecast."""
    window, horizon = project.WINDOW, project.HORIZON

    def parts_of(targets):
        if getattr(targets.index, "nlevels", 1) == 1:
            return [targets.to_numpy()]
        return [part.to_numpy() for _, part in targets.groupby(level="series", sort=False)]

    parts = {name: parts_of(targets) for name, (_, targets) in splits.items()}
    (known, goals), checked, asked = (windows_of(part, window, horizon) for part in parts.values())
    # One unit for every series where errors are scaled by each: all that is compared is scaled.
    state = captured["state"]
    if len(parts["train"]) > 1:
        return
    scale = state["naive_error"]
    season = find_season(parts["train"][0])
    # Rows are numbered from the first step; splits may share steps, as context.
    whole = pd.concat([targets for _, targets in splits.values()])
    past = whole[~whole.index.duplicated()].sort_index().to_numpy()
    starts = {name: targets.index[0] for name, (_, targets) in splits.items()}

    def seasonal(name, count):
        last = starts[name] + window - 1 + np.arange(count)[:, np.newaxis]
        return past[last + 1 + np.arange(horizon) % season - season]

    def ridge(rows):
        model = RidgeCV(np.logspace(-3, 4, 15)).fit(known - known[:, -1:], goals - known[:, -1:])
        return model.predict(rows - rows[:, -1:]).reshape(len(rows), -1) + rows[:, -1:]

    makers = {
        "last value": lambda _, rows: np.repeat(rows[:, -1:], horizon, axis=1),
        f"seasonal naive ({season} steps)": lambda name, rows: seasonal(name, len(rows)),
        "ridge on the window": lambda _, rows: ridge(rows),
    }
    for name, make in makers.items():
        pairs = [("validation", checked), ("test", asked)]
        errors = [np.abs(make(part, rows) - truth) / scale for part, (rows, truth) in pairs]
        yield name, captured["score"](errors[0]), errors[1]


def main(project_dir, data_dir, columns=None):
    """Trains and scores, prints one line of JSON."""
    started = time.monotonic()
    sys.path.insert(0, str(project_dir))
    import data as project
    import evaluate
    import train

    output_dir = project_dir / "artifacts"
    history = train.train_model(data_dir, output_dir)
    captured, compare = {}, evaluate.compare_results

    def capture(score, results, names, details):
        captured.update(score=score, results=results, names=names)
        return compare(score, results, names, details)

    evaluate.compare_results = capture
    measured = evaluate.evaluate_model(data_dir, output_dir)
    seconds = time.monotonic() - started
    captured["state"] = json.loads((output_dir / "preprocessing.json").read_text())
    plan = json.loads((project_dir / "plan.json").read_text())["Data"]
    facts = plan["facts"]
    named = facts.get("TARGETS") or facts.get("TARGET") or []
    captured["targets"] = [named] if isinstance(named, str) else named
    captured["columns"] = columns
    splits = project.split_items(data_dir)
    scorers = {
        "class": lambda: score_classes(project, splits, plan["kind"], captured),
        "number": lambda: score_numbers(splits, captured),
        "future": lambda: score_futures(project, splits, captured),
    }
    sign = 1 if captured["names"]["higher_is_better"] else -1
    rows = list(scorers.get(plan["target"], list)())
    report = {name: measured[name] for name in ("metric", "higher_is_better", "verdict")}
    report |= {"test_size": len(captured["results"]["model"]), "seconds": round(seconds)}
    report |= {name: measured[name] for name in ("model", "baseline", "reference", "reference_name")}
    losses = history["val_loss"]
    report |= {"epochs": len(losses), "best_epoch": int(np.argmin(losses)) + 1, "planned": train.EPOCHS}
    score, results = captured["score"], captured["results"]
    if rows:
        best = max(rows, key=lambda row: sign * row[1])
        report |= {"ours": {name: float(score(found)) for name, _, found in rows}, "best": best[0]}
        generator = np.random.default_rng(SEED)
        count = len(results["model"])
        leads = []
        for _ in range(DRAWS):
            draw = generator.integers(count, size=count)
            leads.append(sign * (score(results["model"][draw]) - score(best[2][draw])))
        report["lead"] = [float(value) for value in np.nanquantile(leads, [0.025, 0.975])]
    print(json.dumps(report))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *[json.loads(text) for text in sys.argv[3:]])
