"""What the program image-features alone has."""


# %% Imports
from keras import layers
from pathlib import Path
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import f1_score
import keras
import math
import numpy as np
import pandas as pd
import tensorflow as tf


# %% Data
def split_table(data_dir, limit=None):
    """Returns {split: rows of the table}; each class is cut in the same shares."""
    needed = [IMAGE_COLUMN, TARGET]
    table = read_rows(data_dir / TABLE_FILE, data_dir / IMAGE_FOLDER, needed)
    class_names, numbers = np.unique(table[TARGET].to_numpy(dtype=str), return_inverse=True)
    if len(class_names) < 2:
        raise SystemExit(f"expected two or more classes in {TARGET}, found: {list(class_names)}")
    names = ("train", "validation", "test")
    return {
        name: table.iloc[rows[:limit]]
        for name, rows in zip(names, split_by_class(numbers), strict=True)
    }


def learn_state(train):
    """Returns class names, how to encode columns, and the sizes that the model takes."""
    class_names = sorted(train[TARGET].unique())
    columns = learn_columns(train)
    sizes = {"class_count": len(class_names), "table_width": table_width(columns)}
    return {"class_names": class_names, "columns": columns, "sizes": sizes}


def describe(data_dir, output_dir):
    """Prints rows, target and columns of the splits; saves a chart of the target and samples."""
    splits = split_table(data_dir)
    counts = pd.DataFrame({split: part[TARGET].value_counts() for split, part in splits.items()})
    print(counts.fillna(0).astype(int))
    axis = counts.plot.bar(stacked=True, figsize=(8, 4), xlabel=TARGET, ylabel="rows")
    save_figure(axis.figure, output_dir, "classes")
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
    # Train may lack a class that is very rare; such rows cannot be scored.
    table = table[table[TARGET].isin(state["class_names"])]
    targets = encode_labels([state["class_names"].index(name) for name in table[TARGET]])
    items = (table["path"].to_numpy(dtype=str), encode_rows(table, state), targets)
    dataset = tf.data.Dataset.from_tensor_slices(items)
    dataset = dataset.map(load_item, num_parallel_calls=tf.data.AUTOTUNE)
    if len(table) * math.prod(IMAGE_SIZE) * CHANNELS <= CACHE_BYTES:
        dataset = dataset.cache()
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Model
def build_model(class_count=CLASS_COUNT, table_width=TABLE_WIDTH, learning_rate=LEARNING_RATE):
    """Returns the compiled network: {"image": 0-255, "table": [n, width]} -> [n, class_count]."""
    image = keras.Input((*IMAGE_SIZE, CHANNELS), name="image")
    table = keras.Input((table_width,), name="table")
    columns = layers.Dense(TABLE_UNITS, activation="relu")(table)
    features = layers.Concatenate()([encode_image(image), columns])
    features = layers.Dense(JOINT_UNITS, activation="relu")(features)
    features = layers.Dropout(DROPOUT_RATE)(features)
    outputs = layers.Dense(class_count, activation="softmax")(features)
    model = keras.Model({"image": image, "table": table}, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% Evaluation
def score_baselines(train, rows, numbers, state):
    """Returns the accuracy of the majority class, and of gradient boosting on the columns alone."""
    train_numbers = np.array([state["class_names"].index(name) for name in train[TARGET]])
    majority = np.bincount(train_numbers).argmax()
    boosting = HistGradientBoostingClassifier(random_state=SEED)
    boosting.fit(encode_rows(train, state), train_numbers)
    return float(np.mean(numbers == majority)), float(boosting.score(rows, numbers))


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    prepared = prepare(data_dir, limit=limit, state=state)
    images, rows, targets, scores = collect(model, prepared.test)
    numbers, predicted = label_numbers(targets), predicted_numbers(scores)
    train = split_table(data_dir, limit)["train"]
    baseline, reference = score_baselines(train, rows, numbers, state)
    other_image, other_row = shuffle_branches(model, images, rows)
    metrics = {
        "metric": "accuracy",
        "higher_is_better": True,
        "model": float(np.mean(predicted == numbers)),
        "baseline": baseline,
        "reference": reference,
        "baseline_name": "majority class",
        "reference_name": "gradient boosting on the columns alone",
        "test_size": len(numbers),
        "details": {
            "macro_f1": float(f1_score(numbers, predicted, average="macro", zero_division=0)),
            "accuracy_interval": bootstrap_interval(predicted == numbers),
            "accuracy_with_other_images": float(np.mean(predicted_numbers(other_image) == numbers)),
            "accuracy_with_other_rows": float(np.mean(predicted_numbers(other_row) == numbers)),
        },
    }
    write_metrics(metrics, output_dir)
    report_classes(numbers, predicted, state["class_names"], output_dir)
    plot_errors(images, numbers, scores, state["class_names"], output_dir)
    return metrics


# %% Inference
def predict_items(input_path, output_dir, output_path):
    """Writes the rows of a table with the class and probabilities of each.

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
    names = [state["class_names"][number] for number in predicted_numbers(scores)]
    result = table.drop(columns="path").assign(prediction=names)
    columns = [f"probability_{name}" for name in state["class_names"]]
    result[columns] = class_scores(scores)
    output_path.parent.mkdir(parents=True, exist_ok=True)
    result.to_csv(output_path, index=False)
    return output_path
