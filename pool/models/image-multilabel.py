"""What the program image-multilabel alone has."""


# %% Imports
from keras import layers
from sklearn.linear_model import Ridge
from sklearn.metrics import average_precision_score
from sklearn.metrics import classification_report
from sklearn.metrics import f1_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
import keras
import numpy as np
import pandas as pd
import sys


# %% Configuration
# One column of 0 and 1 for each label, or one column of words with a separator between them.
TARGET = ("red", "round", "striped", "large")
LABEL_SEPARATOR = " "


# %% Data
def target_columns():
    """Returns the names of the target columns: one of words, or one of 0 and 1 for each label."""
    return [TARGET] if isinstance(TARGET, str) else list(TARGET)


def read_table(data_dir):
    """Returns the table as text, one row per image, with its file in "path"."""
    path = data_dir / TABLE_FILE
    table = open_table(path)
    needed = [IMAGE_COLUMN, *target_columns()]
    if missing := [column for column in needed if column not in table]:
        raise SystemExit(f"expected the columns {missing} in {path}, found: {list(table)}")
    table = table.dropna(subset=IMAGE_COLUMN).drop_duplicates(IMAGE_COLUMN)
    table["path"] = locate_images(data_dir / IMAGE_FOLDER, table[IMAGE_COLUMN])
    absent = table.loc[table["path"].isna(), IMAGE_COLUMN]
    if len(absent):
        print(f"skipped {len(absent)} without a file: {', '.join(absent[:20])}", file=sys.stderr)
    table = table.dropna(subset="path").reset_index(drop=True)
    if table.empty:
        raise SystemExit(f"expected the images of {path} in {data_dir / IMAGE_FOLDER}, found none")
    return table


def read_labels(table):
    """Returns a frame of 0 and 1 [n, labels] from 0/1 columns or from one column of words."""
    if isinstance(TARGET, str):
        words = table[TARGET].fillna("").str.split(LABEL_SEPARATOR, regex=False)
        words = words.map(lambda row: "|".join(sorted({word.strip() for word in row} - {""})))
        return words.str.get_dummies("|").astype("float32")
    numbers = table[list(TARGET)].apply(pd.to_numeric, errors="coerce").fillna(0)
    return (numbers > 0.5).astype("float32")


def split_files(data_dir, label_names, limit=None):
    """Returns {split: (file paths [n], labels [n, labels] of 0 and 1)}, readable files only."""
    table = read_table(data_dir)
    paths = table["path"].to_numpy(dtype=str)
    targets = read_labels(table).reindex(columns=label_names, fill_value=0).to_numpy()
    splits = {}
    for split, rows in zip(("train", "validation", "test"), split_rows(len(paths)), strict=True):
        rows = rows[:limit]
        rows = rows[keep_readable(paths[rows])]
        if len(rows) == 0:
            raise SystemExit(f"expected readable {split} images in {data_dir}, found none")
        splits[split] = (paths[rows], targets[rows])
    return splits


def find_label_names(data_dir):
    """Returns the label names, in the order of the model's outputs."""
    label_names = list(read_labels(read_table(data_dir)))
    if not label_names:
        raise SystemExit(f"expected labels in {target_columns()} of {TABLE_FILE}, found none")
    return label_names


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    label_names = state["label_names"] if state else find_label_names(data_dir)
    splits = split_files(data_dir, label_names, limit)
    state = state or {"label_names": label_names, "sizes": {"class_count": len(label_names)}}
    train = make_dataset(*splits["train"], batch_size, training=True)
    validation = make_dataset(*splits["validation"], batch_size)
    test = make_dataset(*splits["test"], batch_size)
    return Prepared(train, validation, test, state)


def join_labels(label_names, flags):
    """Returns the names of the labels [labels] that are set, as one text."""
    return " ".join(name for name, flag in zip(label_names, flags, strict=True) if flag) or "none"


def describe(data_dir, output_dir):
    """Prints items per split and label and the image sizes; saves label bars and samples."""
    label_names = find_label_names(data_dir)
    splits = split_files(data_dir, label_names)
    counts = {split: flags.sum(axis=0).astype(int) for split, (_, flags) in splits.items()}
    counts = pd.DataFrame(counts, index=label_names)
    print(counts, {split: len(paths) for split, (paths, _) in splits.items()}, sep="\n")
    paths, flags = splits["train"]
    sizes = np.array([file_size(path) for path in paths[:500]])
    print(f"height x width from {sizes.min(axis=0)} to {sizes.max(axis=0)}, used as {IMAGE_SIZE}")
    axis = counts.plot.bar(stacked=True, figsize=(8, 4), xlabel="label", ylabel="images")
    save_figure(axis.figure, output_dir, "labels")
    titles = [join_labels(label_names, row) for row in flags[:9]]
    show_grid([read_image(path) for path in paths[:9]], titles, output_dir, "samples")


# %% Model
def build_model(class_count=CLASS_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled network: images [n, height, width, channels] 0-255 -> labels [n, k]."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = layers.Rescaling(1 / 255)(inputs)
    features = layers.Conv2D(32, (3, 3), padding="same", activation="relu")(features)
    features = layers.MaxPooling2D((2, 2))(features)
    features = layers.Conv2D(64, (3, 3), padding="same", activation="relu")(features)
    features = layers.MaxPooling2D((2, 2))(features)
    features = layers.Conv2D(64, (3, 3), padding="same", activation="relu")(features)
    features = layers.MaxPooling2D((2, 2))(features)
    features = layers.Flatten()(features)
    features = layers.Dense(128, activation="relu")(features)
    features = layers.Dropout(0.3)(features)
    outputs = layers.Dense(class_count, activation="sigmoid")(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="binary_crossentropy",
        metrics=["binary_accuracy"],
    )
    return model


# %% Evaluation
def macro_precision(flags, scores):
    """Returns the mean over labels of the average precision of scores [n, labels]."""
    present = flags.any(axis=0)  # a label that no test item has cannot be ranked
    return float(average_precision_score(flags[:, present], scores[:, present], average="macro"))


def score_baselines(train, test_images, test_flags):
    """Returns the macro average precision of label frequency and of regression on thumbnails."""
    pixels, flags = [], []
    for images, targets in train:
        flags.append(targets.numpy())
        if sum(map(len, pixels)) < REFERENCE_ITEMS:
            pixels.append(thumbnails(images))
    pixels, flags = np.concatenate(pixels), np.concatenate(flags)
    baseline = macro_precision(test_flags, np.tile(flags.mean(axis=0), (len(test_flags), 1)))
    reference = make_pipeline(StandardScaler(), Ridge(alpha=100.0))
    reference.fit(pixels, flags[: len(pixels)])
    estimates = reference.predict(thumbnails(test_images)).reshape(test_flags.shape)
    return baseline, macro_precision(test_flags, estimates)


def report_labels(flags, scores, label_names, output_dir):
    """Prints precision and recall of each label and saves average precision as bars."""
    chosen = (scores >= THRESHOLD).astype(int)
    print(classification_report(flags, chosen, target_names=label_names, zero_division=0))
    bars = {
        name: average_precision_score(flags[:, label], scores[:, label])
        for label, name in enumerate(label_names)
        if flags[:, label].any()
    }
    axis = pd.Series(bars).plot.bar(figsize=(8, 4), xlabel="label", ylabel="average precision")
    save_figure(axis.figure, output_dir, "average_precision")


def plot_errors(images, flags, scores, label_names, output_dir):
    """Saves the images whose labels the model got most wrong."""
    worst = np.argsort(-np.abs(flags - scores).mean(axis=1))[:9]
    names = [(flags[row], scores[row] >= THRESHOLD) for row in worst]
    titles = [
        f"{join_labels(label_names, true)},\nsaid {join_labels(label_names, said)}"
        for true, said in names
    ]
    show_grid(images[worst], titles, output_dir, "worst")


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    label_names = state["label_names"]
    prepared = prepare(data_dir, limit=limit, state=state)
    images, flags, scores = collect(model, prepared.test)
    chosen = scores >= THRESHOLD
    baseline, reference = score_baselines(prepared.train, images, flags)
    metrics = {
        "metric": "macro_average_precision",
        "higher_is_better": True,
        "model": macro_precision(flags, scores),
        "baseline": baseline,
        "reference": reference,
        "baseline_name": "label frequency",
        "reference_name": "ridge regression on thumbnails",
        "test_size": len(flags),
        "details": {
            "macro_f1": float(f1_score(flags, chosen, average="macro", zero_division=0)),
            "label_accuracy": float(np.mean(chosen == flags)),
            "exact_match": float(np.mean(np.all(chosen == flags, axis=1))),
        },
    }
    write_metrics(metrics, output_dir)
    report_labels(flags, scores, label_names, output_dir)
    plot_errors(images, flags, scores, label_names, output_dir)
    return metrics


# %% Inference
def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with labels and probabilities for one image file or a folder of them."""
    model, state = load_artifacts(output_dir)
    label_names = state["label_names"]
    found = list_images(input_path) if input_path.is_dir() else [input_path]
    paths = [path for path, good in zip(found, keep_readable(found), strict=True) if good]
    if not paths:
        raise SystemExit(f"expected an image or a folder of images at {input_path}, found none")
    scores = []
    for start in range(0, len(paths), BATCH_SIZE):
        images = np.stack([read_image(path) for path in paths[start : start + BATCH_SIZE]])
        scores.append(model.predict_on_batch(images))
    scores = np.concatenate(scores)
    rows = pd.DataFrame({"file": [str(path) for path in paths]})
    rows["prediction"] = [join_labels(label_names, row >= THRESHOLD) for row in scores]
    rows[[f"probability_{name}" for name in label_names]] = scores
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows.to_csv(output_path, index=False)
    return output_path
