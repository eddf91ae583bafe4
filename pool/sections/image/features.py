"""Each row of a table is an image, columns that describe it and a target.

Needs image/table and table/target.
"""

# %% Imports
from pathlib import Path

import numpy as np
import tensorflow as tf

# %% Configuration
# Columns that are inputs beside the image; None: all but image and target.
FEATURES = None
# Columns of numbers that are codes, not amounts.
CATEGORICAL = ()
# Most values of a column of words or codes that are told apart; rarer ones count as none of them.
MOST_VALUES = 20
REFERENCE_INPUTS = "columns alone"


# %% Data
def read_examples(data_dir):
    """Returns the rows of the table that name an image [n], and their targets [n]."""
    table = read_rows(find_table(data_dir), data_dir, named_targets())
    return keep_labelled(table, read_targets(table, find_targets(table, (IMAGE_COLUMN, "path"))))


def take_rows(items, targets, rows):
    """Returns those rows of the table, and their targets, whose image decodes."""
    rows = rows[keep_readable(items["path"].take(rows))]
    return items.take(rows), targets.take(rows, axis=0)


def describe_inputs(items, targets, output_dir):
    """Prints what the columns hold and the sizes of images; saves nine with their targets."""
    for column in learn_columns(items):
        missing = int(items[column["name"]].isna().sum())
        values = column.get("values") or f"centre {column['centre']:.3g}"
        print(f"{column['name']}: {missing} missing in train, {values}")
    print_sizes(items["path"])
    show_items(items["path"], name_targets(targets), output_dir, "samples")


# %% Preprocessing
def learn_columns(items):
    """Returns how to encode each feature: a number's centre and scale, or the known values."""
    others = (IMAGE_COLUMN, "path", ID_COLUMN, *find_targets(items, (IMAGE_COLUMN, "path")))
    columns = []
    for name in FEATURES or [name for name in items.columns if name not in others]:
        values = items[name].dropna()
        numbers = to_numbers(values).dropna()
        if name not in (CATEGORICAL or ()) and len(numbers) and len(numbers) == len(values):
            spread = float(numbers.std(ddof=0)) or 1.0
            columns.append({"name": name, "centre": float(numbers.median()), "scale": spread})
        else:
            # A value seen once says nothing; this also drops names and ids.
            counts = to_text(values).value_counts()
            known = sorted(counts[counts > 1].index[:MOST_VALUES])
            columns.append({"name": name, "values": known})
    return columns


def learn_inputs(items):
    """Returns how to encode the columns, and the width of an encoded row."""
    columns = learn_columns(items)
    # At least 1, so that the branch has an input.
    width = max(1, sum(len(column.get("values", "12")) for column in columns))
    return {"columns": columns, "sizes": {"table_width": width}}


def encode_rows(table, state):
    """Returns rows as float32 [n, width]: scaled numbers with a missing flag, values as 0/1."""
    require_columns(table, [column["name"] for column in state["columns"]])
    parts = [np.zeros((len(table), 0))]
    for column in state["columns"]:
        if "values" in column:
            values = to_text(table[column["name"]]).to_numpy(dtype=object)
            parts.append(values[:, None] == np.array([column["values"]], dtype=object))
        else:
            numbers = to_numbers(table[column["name"]]).to_numpy()
            missing = ~np.isfinite(numbers)
            scaled = (numbers - column["centre"]) / column["scale"]
            parts.append(np.stack([np.where(missing, 0, scaled).clip(-10, 10), missing], axis=1))
    rows = np.concatenate(parts, axis=1).astype("float32")
    return rows if rows.shape[1] else np.zeros((len(table), 1), "float32")


def input_dataset(items, state):
    """Returns images and encoded rows one by one: {"image": 0-255, "table": [width]}."""
    images = tf.data.Dataset.from_tensor_slices(items["path"].to_numpy(dtype=str))
    images = images.map(load_image, num_parallel_calls=tf.data.AUTOTUNE)
    rows = tf.data.Dataset.from_tensor_slices(encode_rows(items, state))
    return tf.data.Dataset.zip({"image": images, "table": rows})


# %% Evaluation
def reference_inputs(items, state):
    """Returns the encoded rows [n, width] for the simple reference."""
    return encode_rows(items, state)


def reference_kinds(state):
    """Returns which of those columns are categories: none, they are numbers and flags."""
    return


def report_items(model, items, truth, scores, state, output_dir):
    """Saves the worst images; prints the mean errors with images and with rows of other items."""
    worst = np.argsort(-item_errors(truth, scores, state), kind="stable")[:9]
    titles = name_errors(truth, scores, worst, state)
    show_items(items["path"].take(worst), titles, output_dir, "worst")
    others = items.take(np.random.default_rng(SEED).permutation(len(items)))
    changes = {"image": items.assign(path=others["path"].to_numpy())}
    errors = {"all as they are": item_errors(truth, scores, state).mean()}
    changes["row"] = others.assign(path=items["path"].to_numpy())
    for part, changed in changes.items():
        outputs = predict_scores(model, changed, state)
        errors[f"{part}s of other items"] = item_errors(truth, outputs, state).mean()
    print(pd.Series(errors, name="mean error").to_string())


# %% Inference
def read_items(input_path, state):
    """Returns what names the rows of a table [n], and the rows with their images.

    The table has the columns of the training data, but for the target; its images lie beside it.
    """
    # The table's folder is the data folder, unless TABLE_FILE lies in a folder below it.
    data_dir = input_path.parents[len(Path(TABLE_FILE or "table").parts) - 1]
    table = read_rows(input_path, data_dir)
    table = table[keep_readable(table["path"])].reset_index(drop=True)
    return table[[name for name in (ID_COLUMN, IMAGE_COLUMN) if name in table]], table
