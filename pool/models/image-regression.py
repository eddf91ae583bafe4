"""What the program image-regression alone has."""


# %% Imports
from keras import layers
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
import keras
import numpy as np
import pandas as pd
import sys


# %% Data
def read_table(data_dir):
    """Returns one row per image that has a number as target, with its file in "path"."""
    path = data_dir / TABLE_FILE
    table = open_table(path)
    needed = [IMAGE_COLUMN, TARGET]
    if missing := [column for column in needed if column not in table]:
        raise SystemExit(f"expected the columns {missing} in {path}, found: {list(table)}")
    table[TARGET] = pd.to_numeric(table[TARGET], errors="coerce")
    table = table.dropna(subset=needed).drop_duplicates(IMAGE_COLUMN)
    table["path"] = locate_images(data_dir / IMAGE_FOLDER, table[IMAGE_COLUMN])
    absent = table.loc[table["path"].isna(), IMAGE_COLUMN]
    if len(absent):
        print(f"skipped {len(absent)} without a file: {', '.join(absent[:20])}", file=sys.stderr)
    table = table.dropna(subset="path").reset_index(drop=True)
    if table.empty:
        raise SystemExit(f"expected the images of {path} in {data_dir / IMAGE_FOLDER}, found none")
    return table


def split_files(data_dir, limit=None):
    """Returns {split: (file paths [n], numbers [n])}, readable files only."""
    table = read_table(data_dir)
    paths, targets = table["path"].to_numpy(dtype=str), table[TARGET].to_numpy(dtype="float32")
    splits = {}
    for split, rows in zip(("train", "validation", "test"), split_rows(len(paths)), strict=True):
        rows = rows[:limit]
        rows = rows[keep_readable(paths[rows])]
        if len(rows) == 0:
            raise SystemExit(f"expected readable {split} images in {data_dir}, found none")
        splits[split] = (paths[rows], targets[rows])
    return splits


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    splits = split_files(data_dir, limit)
    state = state or {**learn_scale(splits["train"][1]), "sizes": {}}
    scaled = {split: (paths, scale(values, state)) for split, (paths, values) in splits.items()}
    train = make_dataset(*scaled["train"], batch_size, training=True)
    validation = make_dataset(*scaled["validation"], batch_size)
    test = make_dataset(*scaled["test"], batch_size)
    return Prepared(train, validation, test, state)


def describe(data_dir, output_dir):
    """Prints items and target range per split and the image sizes; saves histogram and samples."""
    splits = split_files(data_dir)
    values = pd.DataFrame({split: pd.Series(numbers) for split, (_, numbers) in splits.items()})
    print(values.describe())
    paths, numbers = splits["train"]
    sizes = np.array([file_size(path) for path in paths[:500]])
    print(f"height x width from {sizes.min(axis=0)} to {sizes.max(axis=0)}, used as {IMAGE_SIZE}")
    axis = values.plot.hist(bins=30, stacked=True, figsize=(8, 4), xlabel=TARGET)
    save_figure(axis.figure, output_dir, "target")
    titles = [f"{TARGET} {number:.3g}" for number in numbers[:9]]
    show_grid([read_image(path) for path in paths[:9]], titles, output_dir, "samples")


# %% Model
def build_model(learning_rate=LEARNING_RATE):
    """Returns the compiled network: images [n, height, width, channels] 0-255 -> numbers [n, 1]."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = layers.Rescaling(1 / 255)(inputs)
    features = layers.Conv2D(32, (3, 3), padding="same", activation="relu")(features)
    features = layers.MaxPooling2D((2, 2))(features)
    features = layers.Conv2D(64, (3, 3), padding="same", activation="relu")(features)
    features = layers.MaxPooling2D((2, 2))(features)
    features = layers.Conv2D(128, (3, 3), padding="same", activation="relu")(features)
    features = layers.MaxPooling2D((2, 2))(features)
    features = layers.GlobalAveragePooling2D()(features)
    features = layers.Dense(64, activation="relu")(features)
    features = layers.Dropout(0.2)(features)
    outputs = layers.Dense(1)(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="mean_squared_error",
        metrics=["mae"],
    )
    return model


# %% Evaluation
def score_baselines(train, test_images, test_values, state):
    """Returns the mean absolute error of the train mean and of ridge regression on thumbnails."""
    pixels, values = [], []
    for images, targets in train:
        values.append(restore(targets, state))
        if sum(map(len, pixels)) < REFERENCE_ITEMS:
            pixels.append(thumbnails(images))
    pixels, values = np.concatenate(pixels), np.concatenate(values)
    baseline = float(np.mean(np.abs(test_values - values.mean())))
    reference = make_pipeline(StandardScaler(), Ridge(alpha=100.0))
    reference.fit(pixels, values[: len(pixels)])
    estimates = reference.predict(thumbnails(test_images))
    return baseline, float(np.mean(np.abs(test_values - estimates)))


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    prepared = prepare(data_dir, limit=limit, state=state)
    images, targets, scores = collect(model, prepared.test)
    values, estimates = restore(targets, state), restore(scores, state)
    errors = np.abs(estimates - values)
    baseline, reference = score_baselines(prepared.train, images, values, state)
    metrics = {
        "metric": "mae",
        "higher_is_better": False,
        "model": float(errors.mean()),
        "baseline": baseline,
        "reference": reference,
        "baseline_name": "train mean",
        "reference_name": "ridge regression on thumbnails",
        "test_size": len(values),
        "details": {
            "rmse": float(np.sqrt(np.mean(errors**2))),
            "r2": float(r2_score(values, estimates)) if len(values) > 1 else None,
            "mae_interval": bootstrap_interval(errors),
        },
    }
    write_metrics(metrics, output_dir)
    plot_estimates(values, estimates, output_dir)
    plot_errors(images, values, estimates, output_dir)
    return metrics


# %% Inference
def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with the estimated number for one image file or a folder of them."""
    model, state = load_artifacts(output_dir)
    found = list_images(input_path) if input_path.is_dir() else [input_path]
    paths = [path for path, good in zip(found, keep_readable(found), strict=True) if good]
    if not paths:
        raise SystemExit(f"expected an image or a folder of images at {input_path}, found none")
    scores = []
    for start in range(0, len(paths), BATCH_SIZE):
        images = np.stack([read_image(path) for path in paths[start : start + BATCH_SIZE]])
        scores.append(model.predict_on_batch(images))
    rows = pd.DataFrame({"file": [str(path) for path in paths]})
    rows["prediction"] = restore(np.concatenate(scores), state)
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows.to_csv(output_path, index=False)
    return output_path
