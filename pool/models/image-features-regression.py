"""What the program image-features-regression alone has."""


# %% Imports
from keras import layers
from pathlib import Path
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.metrics import r2_score
import keras
import math
import numpy as np
import pandas as pd
import tensorflow as tf


# %% Data
def split_table(data_dir, limit=None):
    """Returns {split: rows of the table that have a number as target}."""
    needed = [IMAGE_COLUMN, TARGET]
    table = read_rows(data_dir / TABLE_FILE, data_dir / IMAGE_FOLDER, needed)
    table[TARGET] = pd.to_numeric(table[TARGET], errors="coerce")
    table = table.dropna(subset=[TARGET]).reset_index(drop=True)
    if len(table) < 3:
        raise SystemExit(f"expected three or more numbers in {TARGET}, found {len(table)}")
    names = ("train", "validation", "test")
    return {
        name: table.iloc[rows[:limit]]
        for name, rows in zip(names, split_rows(len(table)), strict=True)
    }


def learn_state(train):
    """Returns the target's scale, how to encode columns, and the sizes that the model takes."""
    columns = learn_columns(train)
    scales = learn_scale(train[TARGET].to_numpy())
    return {**scales, "columns": columns, "sizes": {"table_width": table_width(columns)}}


def describe(data_dir, output_dir):
    """Prints rows, target and columns of the splits; saves a chart of the target and samples."""
    splits = split_table(data_dir)
    values = pd.DataFrame({split: pd.Series(part[TARGET].values) for split, part in splits.items()})
    print(values.describe())
    axis = values.plot.hist(bins=30, stacked=True, figsize=(8, 4), xlabel=TARGET)
    save_figure(axis.figure, output_dir, "target")
    train = splits["train"]
    for column in learn_columns(train):
        missing = int(train[column["name"]].isna().sum())
        values = column.get("values") or f"centre {column['centre']:.3g}"
        print(f"{column['name']}: {missing} missing in train, {values}")
    sizes = np.array([file_size(path) for path in train["path"][:500]])
    print(f"height x width from {sizes.min(axis=0)} to {sizes.max(axis=0)}, used as {IMAGE_SIZE}")
    titles = [f"{TARGET} {value}" for value in train[TARGET][:9]]
    show_grid([read_image(path) for path in train["path"][:9]], titles, output_dir, "samples")


# %% Preprocessing
def make_dataset(table, state, batch_size, training=False):
    """Returns batches of ({"image", "table"}, targets); train is shuffled."""
    targets = scale(table[TARGET], state)
    items = (table["path"].to_numpy(dtype=str), encode_rows(table, state), targets)
    dataset = tf.data.Dataset.from_tensor_slices(items)
    dataset = dataset.map(load_item, num_parallel_calls=tf.data.AUTOTUNE)
    if len(table) * math.prod(IMAGE_SIZE) * CHANNELS <= CACHE_BYTES:
        dataset = dataset.cache()
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Model
def build_model(table_width=TABLE_WIDTH, learning_rate=LEARNING_RATE):
    """Returns the compiled network: {"image", "table"} -> scaled numbers [n, 1]."""
    image = keras.Input((*IMAGE_SIZE, CHANNELS), name="image")
    table = keras.Input((table_width,), name="table")
    columns = layers.Dense(TABLE_UNITS, activation="relu")(table)
    features = layers.Concatenate()([encode_image(image), columns])
    features = layers.Dense(JOINT_UNITS, activation="relu")(features)
    features = layers.Dropout(DROPOUT_RATE)(features)
    outputs = layers.Dense(1)(features)
    model = keras.Model({"image": image, "table": table}, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="mean_squared_error",
        metrics=["mean_absolute_error"],
    )
    return model


# %% Evaluation
def score_baselines(train, rows, values, state):
    """Returns the errors of the train mean, and of gradient boosting on the columns alone."""
    known = train[TARGET].to_numpy()
    boosting = HistGradientBoostingRegressor(random_state=SEED)
    boosting.fit(encode_rows(train, state), known)
    estimates = boosting.predict(rows)
    baseline = np.mean(np.abs(values - known.mean()))
    return float(baseline), float(np.mean(np.abs(values - estimates)))


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    prepared = prepare(data_dir, limit=limit, state=state)
    images, rows, targets, scores = collect(model, prepared.test)
    values, estimates = restore(targets, state), restore(scores, state)
    errors = np.abs(estimates - values)
    train = split_table(data_dir, limit)["train"]
    baseline, reference = score_baselines(train, rows, values, state)
    other_image, other_row = shuffle_branches(model, images, rows)
    metrics = {
        "metric": "mae",
        "higher_is_better": False,
        "model": float(errors.mean()),
        "baseline": baseline,
        "reference": reference,
        "baseline_name": "train mean",
        "reference_name": "gradient boosting on the columns alone",
        "test_size": len(values),
        "details": {
            "rmse": float(np.sqrt(np.mean(errors**2))),
            "r2": float(r2_score(values, estimates)) if len(values) > 1 else None,
            "mae_interval": bootstrap_interval(errors),
            "mae_with_other_images": float(np.mean(np.abs(restore(other_image, state) - values))),
            "mae_with_other_rows": float(np.mean(np.abs(restore(other_row, state) - values))),
        },
    }
    write_metrics(metrics, output_dir)
    plot_estimates(values, estimates, output_dir)
    plot_errors(images, values, estimates, output_dir)
    return metrics


# %% Inference
def predict_items(input_path, output_dir, output_path):
    """Writes the rows of a table with the estimated number of each.

    The table has the columns of the training data, but for the target; its images lie beside it.
    """
    model, state = load_artifacts(output_dir)
    # The table's folder is the data folder, unless TABLE_FILE lies in a folder below it.
    data_dir = input_path.parents[len(Path(TABLE_FILE).parts) - 1]
    table = read_rows(input_path, data_dir / IMAGE_FOLDER, [IMAGE_COLUMN])
    rows, paths = encode_rows(table, state), list(table["path"])
    scores = []
    for start in range(0, len(paths), BATCH_SIZE):
        images = np.stack([read_image(path) for path in paths[start : start + BATCH_SIZE]])
        inputs = {"image": images, "table": rows[start : start + BATCH_SIZE]}
        scores.append(model.predict_on_batch(inputs))
    scores = np.concatenate(scores)
    result = table.drop(columns="path").assign(prediction=restore(scores, state))
    output_path.parent.mkdir(parents=True, exist_ok=True)
    result.to_csv(output_path, index=False)
    return output_path
