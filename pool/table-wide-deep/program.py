"""Classifies the rows of a table with a wide (linear) and a deep part that are trained together.

The table holds numbers, dates and categories with one class column; the result is a class per row.
"""

# %% Imports
import json
import sys
from typing import NamedTuple

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf
from keras import layers
from pandas.api.types import (
    is_bool_dtype,
    is_datetime64_any_dtype,
    is_float_dtype,
    is_numeric_dtype,
)
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import (
    ConfusionMatrixDisplay,
    classification_report,
    confusion_matrix,
    f1_score,
)

# %% Configuration
SEED = 42
VALIDATION_SHARE = 0.15
TEST_SHARE = 0.15
BATCH_SIZE = 64
EPOCHS = 60
LEARNING_RATE = 0.001
# Epochs without a better validation loss before training stops.
PATIENCE = 12
SEPARATOR = ","
SHUFFLE_BUFFER = 100000
CLASS_COUNT = 4
# File below the data folder; None is train.csv or the only table there.
TABLE_FILE = "applications.csv"
TABLE_SUFFIXES = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet", ".pq")
# Columns to learn from; None is all but the target.
FEATURES = None
# Number columns whose values are codes, not amounts.
CATEGORICAL = ("branch",)
# Column that names a row; it is never learnt from.
ID_COLUMN = None
# Unlabelled rows to predict, a file below the data folder; None where there are none.
TEST_FILE = None
# Numbers a row and codes per category column where nothing else is known; the data decide.
NUMERIC_COUNT = 5
CATEGORY_SIZES = (30, 8, 8)
# A column is numbers or dates if so large a share of its first values reads as such.
ROLE_SHARE = 0.95
ROLE_SAMPLE = 5000
# Category values seen fewer times, or beyond the most frequent so many, share one code.
MIN_COUNT = 3
MAX_CATEGORIES = 1000
# Standardised numbers are cut to this distance from the mean.
CLIP = 10.0
# The simple reference learns from at most so many train rows.
REFERENCE_ITEMS = 100_000
# Up to so many codes a category is one-hot; beyond, an embedding of at most so many units.
ONE_HOT_SIZE = 12
MAX_EMBEDDING = 50
# Column importance is measured on at most so many test rows.
IMPORTANCE_ITEMS = 2000
# Column to predict; None is the last one.
TARGET = "grade"
DROPOUT = 0.3
# Units of the hidden layers of the deep part.
HIDDEN_UNITS = (64, 32)


# %% Data
def save_figure(figure, output_dir, name):
    """Writes a figure to output_dir/figures/name.png and frees it."""
    folder = output_dir / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    figure.tight_layout()
    figure.savefig(folder / f"{name}.png", dpi=120)
    plt.close(figure)


def split_by_class(numbers, validation_share=VALIDATION_SHARE, test_share=TEST_SHARE):
    """Returns shuffled rows of train, validation and test, in the same shares for every class."""
    generator = np.random.default_rng(SEED)
    parts = []
    for number in np.unique(numbers):
        members = generator.permutation(np.flatnonzero(numbers == number))
        # From three items on, a class is present in every split.
        fewest = 1 if len(members) >= 3 else 0
        shares = (validation_share, test_share)
        sizes = [max(fewest, round(len(members) * share)) if share else 0 for share in shares]
        validation, test, train = np.split(members, np.cumsum(sizes))
        parts.append((train, validation, test))
    return [generator.permutation(np.concatenate(part)) for part in zip(*parts, strict=True)]


def load_data(data_dir):
    """Returns train, validation and test as batches of (inputs, targets)."""
    return prepare(data_dir)[:3]


def read_json_lines(path):
    """Returns a table of one JSON object a line; parts of inner objects are columns: user.age."""
    table = pd.read_json(path, lines=True, convert_dates=False)  # dates stay text
    return pd.json_normalize(table.to_dict("records"))


def unique_names(names):
    """Returns column names without outer spaces, a repeated one with a number added."""
    seen = {}
    for position, name in enumerate(str(name).strip() for name in names):
        seen[f"{name}.{position}" if name in seen else name] = position
    return list(seen)


def read_table(path):
    """Returns a table whose columns are numbers, times or stripped text; "" and "?" are missing."""
    readers = {".parquet": pd.read_parquet, ".pq": pd.read_parquet}
    readers |= dict.fromkeys((".jsonl", ".ndjson"), read_json_lines)
    try:
        table = readers.get(path.suffix.lower(), read_csv)(path)
    except (OSError, ValueError) as error:
        raise SystemExit(f"expected a table at {path}, found: {error}") from error
    if table.empty:
        raise SystemExit(f"expected rows in {path}, found none")
    table.columns = unique_names(table.columns)
    for name, values in table.items():
        if not (is_numeric_dtype(values) or is_datetime64_any_dtype(values)):
            text = values.astype("string").str.strip()
            table[name] = text.mask(text.isin(["", "?"]))
    return table.reset_index(drop=True)


def require_columns(table, names):
    """Stops with one sentence where the table lacks one of the columns."""
    missing = [name for name in names if name not in table.columns]
    if missing:
        found = ", ".join(table.columns[:50])
        raise SystemExit(f"expected the columns {', '.join(missing)}, found: {found}")


def to_numbers(values):
    """Returns a column as floats; "$1,200", "1.200,5", "12 km" are read, infinities are missing."""
    if not is_numeric_dtype(values):
        text = values.astype("string")
        # Numbers apart are no thousands: "3 14, 2018".
        text = text.mask(text.str.contains(r"\d\s+(?:\d{1,2}|\d{4,})(?:\D|$)|,\s", na=False))
        text = text.str.replace(r"[\s$€£%]", "", regex=True)
        units = text.str.extract(r"\d([a-zA-Z]{2,8})$")[0].dropna().unique()
        text = text.str.removesuffix(units[0]) if len(units) == 1 else text
        # Where semicolons part the columns, the comma is the decimal sign.
        decimal = r"," if SEPARATOR == ";" else r"^[-+]?[\d.]*\d,(?:\d{1,2}|\d{4,})$"
        european = text.str.replace(".", "").str.replace(",", ".")
        text = text.mask(text.str.contains(decimal, na=False), european)
        text = text.str.replace(r",(?=\d{3}(?:\D|$))", "", regex=True)
        values = pd.to_numeric(text, errors="coerce")
    numbers = values.to_numpy("float64", na_value=np.nan)
    return pd.Series(np.where(np.isfinite(numbers), numbers, np.nan), values.index)


def is_day_first(values):
    """Tells whether dates such as 31/12/2024 put the day before the month."""
    first = values.astype("string").str.extract(r"^(\d{1,2})[-/.]\d{1,2}[-/.]\d{2,4}")[0]
    return bool((pd.to_numeric(first) > 12).any())


def to_dates(values, day_first):
    """Returns a column as UTC times; what is no date is missing."""
    if is_datetime64_any_dtype(values):
        return pd.to_datetime(values, utc=True)
    distinct = pd.Series(values.dropna().unique())  # reading a date is slow, so once each
    options = {"errors": "coerce", "utc": True, "format": "mixed", "dayfirst": day_first}
    dates = pd.to_datetime(distinct, **options)
    return pd.to_datetime(values.map(dict(zip(distinct, dates, strict=True))), utc=True)


def to_text(values):
    """Returns a column as text, missing values kept; the number 3.0 becomes "3"."""
    text = values.astype("string")
    return text.str.removesuffix(".0") if is_float_dtype(values) else text


class Prepared(NamedTuple):
    """Batches of ({input name: values [n, ...]}, targets), and what train taught."""

    train: tf.data.Dataset
    validation: tf.data.Dataset
    test: tf.data.Dataset
    state: dict


def find_table(data_dir):
    """Returns the path of the table: TABLE_FILE, else train.*, else the only table there."""
    if TABLE_FILE:
        found = [path for path in [data_dir / TABLE_FILE] if path.is_file()]
    else:
        files = sorted(data_dir.glob("[!.]*"))
        found = [path for path in files if path.suffix.lower() in TABLE_SUFFIXES]
        found = [path for path in found if path.name != TEST_FILE]
        found = [path for path in found if path.stem.lower() == "train"] or found
    if len(found) != 1:
        there = ", ".join(sorted(path.name for path in data_dir.glob("*"))[:20]) or "nothing"
        raise SystemExit(f"expected {TABLE_FILE or 'one table'} in {data_dir}, found: {there}")
    return found[0]


def read_csv(path):
    """Returns a table of separated values; bytes that are no UTF-8 are read as Windows-1252."""
    separator = "\t" if path.suffix.lower() == ".tsv" else SEPARATOR
    options = {"sep": separator, "skipinitialspace": True, "low_memory": False}
    # index_col: a separator at the end of each row must not shift the columns.
    options |= {"index_col": False, "on_bad_lines": "warn", "dtype": {ID_COLUMN: str}}
    try:
        return pd.read_csv(path, encoding="utf-8-sig", **options)
    except UnicodeDecodeError:
        return pd.read_csv(path, encoding="cp1252", encoding_errors="replace", **options)


def list_features(table, targets):
    """Returns the names of the columns to learn from; unnamed columns are saved row numbers."""
    given = [name for name in table.columns if not name.startswith("Unnamed:")]
    names = [name.strip() for name in FEATURES] if FEATURES else given
    require_columns(table, names)
    return [name for name in names if name not in targets and name != ID_COLUMN]


def describe_columns(table):
    """Prints type, role, missing share and distinct values of the columns of a table."""
    columns = pd.DataFrame({"type": table.dtypes.astype(str)})
    columns["used as"] = [find_role(table[name]) for name in table]
    columns["missing"] = table.isna().mean().round(3)
    columns["distinct"] = table.nunique()
    print(columns.to_string(max_rows=60))
    names = [name for name in table if find_role(table[name]) == "number"]
    if names:
        numbers = pd.DataFrame({name: to_numbers(table[name]) for name in names})
        print(numbers.describe().round(3).T.to_string(max_rows=60))


def plot_numbers(table, output_dir):
    """Saves the histograms of the first twelve number columns."""
    names = [name for name in table if find_role(table[name]) == "number"][:12]
    if names:
        numbers = pd.DataFrame({name: to_numbers(table[name]) for name in names})
        axes = numbers.hist(bins=30, figsize=(12, 8))
        save_figure(axes.flat[0].figure, output_dir, "numbers")


def find_class_names(labels):
    """Returns the sorted class names of labels [n]; numbers sort by value."""
    names = sorted(labels.dropna().unique())
    if len(names) < 2:
        raise SystemExit(f"expected two or more classes in the target, found: {names}")
    try:
        return sorted(names, key=float)
    except ValueError:
        return names


def find_target(table):
    """Returns the name of the target column, the last one where TARGET is None."""
    target = TARGET.strip() if TARGET else table.columns[-1]
    require_columns(table, [target])
    return target


def split_table(data_dir, limit=None, class_names=None):
    """Returns {split: (feature table, class numbers [n])}, the target's name and class names."""
    table = read_table(find_table(data_dir))
    target = find_target(table)
    labels = to_text(table[target])
    class_names = class_names or find_class_names(labels)
    labels = labels.where(labels.isin(class_names))
    if labels.isna().any():
        print(f"skipped {labels.isna().sum()} rows without {target}", file=sys.stderr)
    features = list_features(table, [target])
    table = table[labels.notna()]
    numbers = pd.Categorical(labels.dropna(), categories=class_names).codes.astype("int32")
    splits = {}
    for split, rows in zip(("train", "validation", "test"), split_by_class(numbers), strict=True):
        if len(rows) == 0:
            raise SystemExit(f"expected rows for the {split} split, found only {len(table)} rows")
        splits[split] = (table.iloc[rows[:limit]][features], numbers[rows[:limit]])
    return splits, target, class_names


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    class_names = state["class_names"] if state else None
    splits, target, class_names = split_table(data_dir, limit, class_names)
    state = state or learn_state(*splits["train"], target, class_names)
    datasets = {
        split: make_dataset(
            encode_inputs(table, state), encode_labels(numbers), batch_size, split == "train"
        )
        for split, (table, numbers) in splits.items()
    }
    return Prepared(**datasets, state=state)


def describe(data_dir, output_dir):
    """Prints rows per split and class and what the columns hold; saves bars and histograms."""
    splits, target, class_names = split_table(data_dir)
    counts = {
        split: np.bincount(numbers, minlength=len(class_names))
        for split, (_, numbers) in splits.items()
    }
    counts = pd.DataFrame(counts, index=class_names)
    print(counts, counts.sum().rename("all"), sep="\n")
    train = splits["train"][0]
    describe_columns(train)
    axis = counts.plot.bar(stacked=True, figsize=(8, 4), xlabel=target, ylabel="rows")
    save_figure(axis.figure, output_dir, "classes")
    plot_numbers(train, output_dir)


def learn_state(table, numbers, target, class_names):
    """Returns what the train rows teach, JSON-ready."""
    state = {"target": target, "class_names": class_names} | learn_inputs(table)
    state["sizes"]["class_count"] = len(class_names)
    return state


# %% Preprocessing
def encode_labels(numbers):
    """Returns training targets [n] for class numbers [n]."""
    return np.asarray(numbers, dtype="int32")


def label_numbers(targets):
    """Returns class numbers [n] for training targets."""
    return np.asarray(targets, dtype="int32")


def find_role(values):
    """Returns "number", "date" or "category"; None for a column that tells nothing."""
    present = values.dropna()
    if present.nunique() < 2:
        return None
    if values.name in CATEGORICAL or is_bool_dtype(values):
        return "category"
    if is_datetime64_any_dtype(values):
        return "date"
    sample = present.iloc[:ROLE_SAMPLE]
    if to_numbers(sample).notna().mean() >= ROLE_SHARE:
        return "number"
    # Not every "10-20" is a date: a year and a month, or three parts.
    text = sample.astype("string")
    dates = text[
        text.str.match(r"\d{4}[-/.]\d{1,2}(?:\D|$)|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(?:\D|$)")
    ]
    readable = to_dates(dates, is_day_first(dates)).notna()
    return "date" if readable.sum() >= ROLE_SHARE * len(sample) else "category"


def date_parts(times, name):
    """Returns the numbers that a column of UTC times holds: age in days, month, weekday, hour."""
    days = (times - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(days=1)
    parts = {"days": days, "month": times.dt.month, "weekday": times.dt.weekday}
    parts["hour"] = times.dt.hour
    return {f"{name} {part}": values.astype("float64") for part, values in parts.items()}


def number_frame(table, state):
    """Returns all numbers of a table, dates taken apart: float64 [n, columns], missing as NaN."""
    columns = {name: to_numbers(table[name]) for name in state["numbers"]}
    for name, day_first in state["dates"].items():
        columns |= date_parts(to_dates(table[name], day_first), name)
    return pd.DataFrame(columns, index=table.index, dtype="float64")


def learn_categories(values):
    """Returns the values of a category column that are frequent enough to learn, sorted."""
    counts = to_text(values).value_counts()
    return sorted(counts.index[counts >= MIN_COUNT][:MAX_CATEGORIES])


def learn_inputs(table):
    """Returns roles, medians, scale and known categories of the train rows, and the input sizes."""
    roles = {name: find_role(table[name]) for name in table}
    numbers = [name for name, role in roles.items() if role == "number"]
    dates = {name: is_day_first(table[name]) for name, role in roles.items() if role == "date"}
    categories = {
        name: learn_categories(table[name]) for name in roles if roles[name] == "category"
    }
    categories = {name: known for name, known in categories.items() if known}
    state = {"numbers": numbers, "dates": dates, "categories": categories}
    frame = number_frame(table, state)
    frame = frame.loc[:, frame.nunique() > 1]
    filled = frame.fillna(frame.median())
    state |= {"columns": list(frame), "medians": frame.median().tolist()}
    state |= {"means": filled.mean().tolist(), "deviations": filled.std(ddof=0).tolist()}
    state["flagged"] = list(frame.columns[frame.isna().any()])
    sizes = {"numeric_count": len(state["columns"]) + len(state["flagged"])}
    sizes["category_sizes"] = [len(known) + 2 for known in categories.values()]
    if not sizes["numeric_count"] and not sizes["category_sizes"]:
        raise SystemExit(f"expected columns that vary and repeat, found: {', '.join(table)}")
    return state | {"sizes": sizes}


def encode_numbers(table, state):
    """Returns standardised numbers and missing flags, float32 [n, numeric_count]."""
    frame = number_frame(table, state)[state["columns"]]
    missing = frame[state["flagged"]].isna()
    filled = np.where(frame.isna(), state["medians"], frame)
    scaled = (filled - state["means"]) / state["deviations"]
    return np.hstack([scaled.clip(-CLIP, CLIP), missing]).astype("float32")


def encode_category(values, known):
    """Returns codes int32 [n]: 0 missing, 1 rare or unseen, from 2 on the known values."""
    text = to_text(values)
    codes = pd.Categorical(text, categories=known).codes.astype("int32") + 2
    return np.where(text.isna(), 0, codes).astype("int32")


def encode_inputs(table, state):
    """Returns {input name: values}: the numbers [n, numeric_count], codes [n] per category."""
    require_columns(table, [*state["numbers"], *state["dates"], *state["categories"]])
    inputs = {"numeric": encode_numbers(table, state)} if state["columns"] else {}
    for number, name in enumerate(state["categories"]):
        inputs[f"category_{number}"] = encode_category(table[name], state["categories"][name])
    return inputs


def make_dataset(inputs, targets, batch_size, training=False):
    """Returns batches of ({input name: values [n, ...]}, targets)."""
    dataset = tf.data.Dataset.from_tensor_slices((inputs, targets))
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Model
def make_inputs(numeric_count, category_sizes):
    """Returns {input name: Keras input}: one for all numbers, one per category column."""
    inputs = {}
    if numeric_count:
        inputs["numeric"] = keras.Input((numeric_count,), name="numeric")
    for number in range(len(category_sizes)):
        name = f"category_{number}"
        inputs[name] = keras.Input((), dtype="int32", name=name)
    return inputs


def join_inputs(inputs, category_sizes):
    """Returns one vector a row [n, width]; few categories become one-hot, many an embedding."""
    parts = [inputs["numeric"]] if "numeric" in inputs else []
    for number, size in enumerate(category_sizes):
        codes = inputs[f"category_{number}"]
        if size <= ONE_HOT_SIZE:
            parts.append(layers.CategoryEncoding(size, output_mode="one_hot")(codes))
        else:
            parts.append(layers.Embedding(size, min(MAX_EMBEDDING, round(1.6 * size**0.56)))(codes))
    return layers.Concatenate()(parts) if len(parts) > 1 else parts[0]


def make_wide(inputs, category_sizes):
    """Returns numbers and one-hot categories side by side [n, width]: what the linear part sees."""
    parts = [inputs["numeric"]] if "numeric" in inputs else []
    for number, size in enumerate(category_sizes):
        encoding = layers.CategoryEncoding(size, output_mode="one_hot")
        parts.append(encoding(inputs[f"category_{number}"]))
    return layers.Concatenate()(parts) if len(parts) > 1 else parts[0]


def build_model(
    numeric_count=NUMERIC_COUNT,
    category_sizes=CATEGORY_SIZES,
    class_count=CLASS_COUNT,
    learning_rate=LEARNING_RATE,
):
    """Returns the compiled network: {input name: values [n, ...]} -> class probabilities [n, k].

    The wide part is linear and learns rules from single values; the deep part generalises.
    """
    inputs = make_inputs(numeric_count, category_sizes)
    features = join_inputs(inputs, category_sizes)
    for units in HIDDEN_UNITS:
        features = layers.Dense(units, activation="relu")(features)
        features = layers.BatchNormalization(momentum=0.9)(features)
        features = layers.Dropout(DROPOUT)(features)
    features = layers.Concatenate()([make_wide(inputs, category_sizes), features])
    outputs = layers.Dense(class_count, activation="softmax")(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% Training
def write_json(path, values):
    """Writes values as indented JSON."""
    path.write_text(json.dumps(values, indent=2), encoding="utf-8")


def make_callbacks(output_dir):
    """Returns callbacks that watch the validation loss, keep the best weights and log epochs."""
    return [
        keras.callbacks.ModelCheckpoint(output_dir / "model.keras", save_best_only=True),
        keras.callbacks.EarlyStopping(patience=PATIENCE, restore_best_weights=True),
        keras.callbacks.ReduceLROnPlateau(factor=0.5, patience=max(1, PATIENCE // 2)),
        keras.callbacks.CSVLogger(output_dir / "history.csv"),
        keras.callbacks.TerminateOnNaN(),
    ]


def plot_curves(history, output_dir):
    """Saves one panel per metric: train and validation by epoch."""
    names = [name for name in history if f"val_{name}" in history]
    figure, axes = plt.subplots(1, len(names), figsize=(5 * len(names), 4), squeeze=False)
    for axis, name in zip(axes.flat, names, strict=True):
        axis.plot(history[name], marker=".", label="train")
        axis.plot(history[f"val_{name}"], marker=".", label="validation")
        axis.set(title=name, xlabel="epoch")
        axis.legend()
    save_figure(figure, output_dir, "curves")


def train_model(
    data_dir,
    output_dir,
    epochs=EPOCHS,
    batch_size=BATCH_SIZE,
    learning_rate=LEARNING_RATE,
    limit=None,
):
    """Trains, writes model, state, history, configuration and curves, returns the history."""
    keras.utils.set_random_seed(SEED)
    output_dir.mkdir(parents=True, exist_ok=True)
    prepared = prepare(data_dir, batch_size, limit)
    write_json(output_dir / "preprocessing.json", prepared.state)
    model = build_model(**prepared.state["sizes"], learning_rate=learning_rate)
    history = model.fit(
        prepared.train,
        validation_data=prepared.validation,
        epochs=epochs,
        callbacks=make_callbacks(output_dir),
        shuffle=False,  # the dataset shuffles itself
        verbose=2,
    )
    config = {"epochs": epochs, "batch_size": batch_size, "learning_rate": learning_rate}
    config |= {"limit": limit, "seed": SEED, "keras": keras.__version__}
    write_json(output_dir / "config.json", config)
    plot_curves(history.history, output_dir)
    return history.history


# %% Evaluation
def state_verdict(metrics):
    """Returns one sentence: does the network beat the baseline and the simple reference."""
    sign = 1 if metrics["higher_is_better"] else -1
    few = ", too few to be sure" if metrics["test_size"] < 30 else ""
    facts = f"{metrics['metric']} {metrics['model']:.3g} on {metrics['test_size']} test items{few}"
    if sign * metrics["model"] <= sign * metrics["baseline"]:
        return f"{facts}: the network does not beat the {metrics['baseline_name']}; do not use it."
    if metrics["reference"] is None:
        return f"{facts}: the network beats the {metrics['baseline_name']}."
    if sign * metrics["model"] <= sign * metrics["reference"]:
        return f"{facts}: {metrics['reference_name']} does as well and is simpler; prefer it."
    return f"{facts}: the network beats {metrics['reference_name']} and is worth its cost."


def write_metrics(metrics, output_dir):
    """Adds the verdict, writes metrics.json and prints the scores side by side."""
    metrics["verdict"] = state_verdict(metrics)
    write_json(output_dir / "metrics.json", metrics)
    print(pd.Series(metrics).drop(["details", "verdict"]).to_string())
    print(metrics["verdict"])


def load_artifacts(output_dir):
    """Returns the trained model and the state it was trained with."""
    for name in ("model.keras", "preprocessing.json"):
        if not (output_dir / name).is_file():
            raise SystemExit(f"expected {name} in {output_dir}, found none: train the model first")
    state = json.loads((output_dir / "preprocessing.json").read_text(encoding="utf-8"))
    return keras.models.load_model(output_dir / "model.keras"), state


def bootstrap_interval(values):
    """Returns the 95 % bootstrap interval of the mean of values [n]."""
    generator = np.random.default_rng(SEED)
    means = [generator.choice(values, len(values)).mean() for _ in range(1000)]
    return [float(bound) for bound in np.percentile(means, (2.5, 97.5))]


def report_classes(numbers, predicted, class_names, output_dir):
    """Prints precision and recall of each class and saves the confusion matrix as class shares."""
    every = {"labels": range(len(class_names))}
    names = {"target_names": class_names, "zero_division": 0}
    print(classification_report(numbers, predicted, **every, **names))
    side = max(5, 0.4 * len(class_names))
    figure, axis = plt.subplots(figsize=(side, side))
    matrix = confusion_matrix(numbers, predicted, **every, normalize="true")
    display = ConfusionMatrixDisplay(matrix, display_labels=class_names)
    display.plot(ax=axis, cmap="Blues", xticks_rotation="vertical", colorbar=False)
    save_figure(figure, output_dir, "confusion")


def predicted_numbers(scores):
    """Returns class numbers [n] for model outputs [n, class_count]."""
    return np.argmax(scores, axis=-1)


def class_scores(scores):
    """Returns class probabilities [n, class_count] for model outputs."""
    return np.asarray(scores)


def make_reference(estimator, category_sizes, numeric_count):
    """Returns gradient boosting that knows which columns of the joined inputs are categories."""
    kinds = [False] * numeric_count + [size <= 255 for size in category_sizes]
    return estimator(categorical_features=kinds, early_stopping=False, random_state=SEED)


def join_columns(inputs):
    """Returns the inputs as one matrix [n, columns] for the reference model."""
    return np.column_stack(list(inputs.values()))


def shuffled_columns(inputs, state):
    """Yields (column name, inputs with that column shuffled) for the first forty columns."""
    generator = np.random.default_rng(SEED)
    flags = [f"{name} missing" for name in state["flagged"]]
    for column, name in enumerate([*state["columns"], *flags][:40]):
        numeric = inputs["numeric"].copy()
        numeric[:, column] = generator.permutation(numeric[:, column])
        yield name, inputs | {"numeric": numeric}
    for number, name in enumerate(list(state["categories"])[:40]):
        key = f"category_{number}"
        yield name, inputs | {key: generator.permutation(inputs[key])}


def collect(dataset):
    """Returns the inputs and class numbers of a dataset; one pass keeps them aligned."""
    inputs, numbers = [], []
    for batch, targets in dataset:
        inputs.append({name: values.numpy() for name, values in batch.items()})
        numbers.append(label_numbers(targets))
    inputs = {name: np.concatenate([batch[name] for batch in inputs]) for name in inputs[0]}
    return inputs, np.concatenate(numbers)


def measure_log_loss(numbers, scores):
    """Returns the mean of -log(probability of the true class): 0 is sure and right."""
    probabilities = class_scores(scores)[np.arange(len(numbers)), numbers]
    return float(-np.log(np.clip(probabilities, 1e-7, 1)).mean())


def score_baselines(train, test_inputs, test_numbers, sizes):
    """Returns the accuracy of the majority class and of gradient boosting."""
    inputs, numbers = collect(train)
    majority = np.bincount(numbers).argmax()
    baseline = float(np.mean(test_numbers == majority))
    matrix, numbers = join_columns(inputs)[:REFERENCE_ITEMS], numbers[:REFERENCE_ITEMS]
    if len(np.unique(numbers)) < 2:
        return baseline, None
    reference = make_reference(
        HistGradientBoostingClassifier, sizes["category_sizes"], sizes["numeric_count"]
    )
    reference.fit(matrix, numbers)
    return baseline, float(reference.score(join_columns(test_inputs), test_numbers))


def plot_importance(model, inputs, numbers, state, output_dir):
    """Saves how much accuracy is lost on test rows when one column is shuffled."""
    inputs = {name: values[:IMPORTANCE_ITEMS] for name, values in inputs.items()}
    numbers = numbers[:IMPORTANCE_ITEMS]

    def accuracy(changed):
        """Returns the share of right classes for changed inputs."""
        scores = model.predict(changed, batch_size=1024, verbose=0)
        return float(np.mean(predicted_numbers(scores) == numbers))

    whole = accuracy(inputs)
    losses = {name: whole - accuracy(changed) for name, changed in shuffled_columns(inputs, state)}
    losses = pd.Series(losses).sort_values().tail(20)
    axis = losses.plot.barh(figsize=(7, 6), xlabel="accuracy lost when the column is shuffled")
    save_figure(axis.figure, output_dir, "importance")


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    class_names = state["class_names"]
    prepared = prepare(data_dir, limit=limit, state=state)
    inputs, numbers = collect(prepared.test)
    scores = model.predict(inputs, batch_size=1024, verbose=0)
    predicted = predicted_numbers(scores)
    baseline, reference = score_baselines(prepared.train, inputs, numbers, state["sizes"])
    metrics = {
        "metric": "accuracy",
        "higher_is_better": True,
        "model": float(np.mean(predicted == numbers)),
        "baseline": baseline,
        "reference": reference,
        "baseline_name": "majority class",
        "reference_name": "gradient boosting",
        "test_size": len(numbers),
        "details": {
            "macro_f1": float(f1_score(numbers, predicted, average="macro", zero_division=0)),
            "log_loss": measure_log_loss(numbers, scores),
            "accuracy_interval": bootstrap_interval(predicted == numbers),
        },
    }
    write_metrics(metrics, output_dir)
    report_classes(numbers, predicted, class_names, output_dir)
    plot_importance(model, inputs, numbers, state, output_dir)
    return metrics


# %% Inference
def example_input(data_dir):
    """Returns the table to try the prediction with: the unlabelled one where there is one."""
    return data_dir / TEST_FILE if TEST_FILE else find_table(data_dir)


def write_predictions(table, columns, output_path):
    """Writes the id column, where there is one, and the predicted columns as a CSV."""
    rows = pd.DataFrame(columns)
    if ID_COLUMN in table.columns:
        rows.insert(0, ID_COLUMN, table[ID_COLUMN].to_numpy())
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows.to_csv(output_path, index=False)
    return output_path


def predict_items(input_path, output_dir, output_path):
    """Writes id, class and, but for a submission, probabilities of every row of a table."""
    model, state = load_artifacts(output_dir)
    table = read_table(input_path)
    scores = model.predict(encode_inputs(table, state), batch_size=1024, verbose=0)
    columns = {state["target"]: np.array(state["class_names"])[predicted_numbers(scores)]}
    if TEST_FILE is None:
        names = [f"probability_{name}" for name in state["class_names"]]
        columns |= dict(zip(names, class_scores(scores).T, strict=True))
    return write_predictions(table, columns, output_path)
