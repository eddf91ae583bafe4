"""What the program arrays-classifier alone has."""


# %% Imports
from keras import layers
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
import keras
import numpy as np
import pandas as pd


# %% Configuration
# Arrays that are a split of their own: input file, target file and their keys; None cuts the
# split from the arrays above.
VALIDATION_ARRAYS = None
# Shape of one item.
INPUT_SHAPE = (40, 64, 1)


# %% Data
def read_labels(targets):
    """Returns class labels as text [n]: of numbers, of words, or of one-hot rows [n, k]."""
    targets = targets.reshape(len(targets), -1)
    column = targets.argmax(axis=1) if targets.shape[1] > 1 else targets[:, 0]
    if column.dtype.kind == "S":
        column = np.char.decode(column, "utf-8")
    return to_text(pd.Series(column))


def split_arrays(data_dir, limit=None, class_names=None):
    """Returns all inputs, {split: (rows [n], class numbers [n])} and the class names."""
    inputs, targets, owners = read_arrays(data_dir)
    labels = read_labels(targets)
    class_names = class_names or find_class_names(labels[owners == "train"])
    numbers = pd.Categorical(labels, categories=class_names).codes.astype("int32")
    known = np.flatnonzero(numbers >= 0)
    own = known[owners[known] == "train"]
    shares = (0 if VALIDATION_ARRAYS else VALIDATION_SHARE, 0 if TEST_ARRAYS else TEST_SHARE)
    splits = {}
    parts = split_by_class(numbers[own], *shares)
    for split, part in zip(("train", "validation", "test"), parts, strict=True):
        stored = np.random.default_rng(SEED).permutation(known[owners[known] == split])
        rows = (own[part] if len(part) else stored)[:limit]
        if len(rows) == 0:
            raise SystemExit(f"expected items for the {split} split, found only {len(known)}")
        splits[split] = (rows, numbers[rows])
    return inputs, splits, class_names


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    class_names = state["class_names"] if state else None
    inputs, splits, class_names = split_arrays(data_dir, limit, class_names)
    if state is None:
        state = {"class_names": class_names, "sizes": {"class_count": len(class_names)}}
        state |= learn_scale(inputs, splits["train"][0])
    datasets = {
        split: make_dataset(
            inputs, rows, encode_labels(numbers), state, batch_size, split == "train"
        )
        for split, (rows, numbers) in splits.items()
    }
    return Prepared(**datasets, state=state)


def describe(data_dir, output_dir):
    """Prints items per split and class, type and range; saves class bars and samples."""
    inputs, splits, class_names = split_arrays(data_dir)
    counts = {
        split: np.bincount(numbers, minlength=len(class_names))
        for split, (_, numbers) in splits.items()
    }
    counts = pd.DataFrame(counts, index=class_names)
    print(counts, counts.sum().rename("all"), sep="\n")
    rows, numbers = splits["train"]
    seen = load_batch(inputs, rows[:SCALE_ITEMS])
    print(f"{inputs.dtype} {inputs.shape}, train from {seen.min():.4g} to {seen.max():.4g}")
    axis = counts.plot.bar(stacked=True, figsize=(8, 4), xlabel="class", ylabel="items")
    save_figure(axis.figure, output_dir, "classes")
    titles = [class_names[number] for number in numbers[:9]]
    show_items(seen[:9], titles, output_dir, "samples")


# %% Model
def build_model(class_count=CLASS_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled network: inputs [n, *INPUT_SHAPE] -> class probabilities [n, k]."""
    inputs = keras.Input(INPUT_SHAPE)
    features = as_picture(inputs)
    features = layers.Conv2D(32, (3, 3), padding="same", activation="relu")(features)
    features = layers.MaxPooling2D((2, 2), padding="same")(features)
    features = layers.Conv2D(64, (3, 3), padding="same", activation="relu")(features)
    features = layers.MaxPooling2D((2, 2), padding="same")(features)
    features = layers.Conv2D(128, (3, 3), padding="same", activation="relu")(features)
    features = layers.GlobalAveragePooling2D()(features)
    features = layers.Dropout(0.3)(features)
    outputs = layers.Dense(class_count, activation="softmax")(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% Evaluation
def collect(dataset):
    """Returns the inputs and class numbers of a dataset; one pass keeps them aligned."""
    inputs, numbers = [], []
    for batch, targets in dataset:
        inputs.append(batch.numpy())
        numbers.append(label_numbers(targets))
    return np.concatenate(inputs), np.concatenate(numbers)


def score_baselines(train, test_inputs, test_numbers):
    """Returns the accuracy of the majority class and of logistic regression on some values."""
    inputs, numbers = [], []
    for batch, targets in train:
        numbers.append(label_numbers(targets))
        if sum(map(len, inputs)) < REFERENCE_ITEMS:
            inputs.append(thin(batch.numpy()))
    inputs, numbers = np.concatenate(inputs), np.concatenate(numbers)
    majority = np.bincount(numbers).argmax()
    baseline = float(np.mean(test_numbers == majority))
    if len(np.unique(numbers[: len(inputs)])) < 2:
        return baseline, None
    reference = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=500))
    reference.fit(inputs, numbers[: len(inputs)])
    return baseline, float(reference.score(thin(test_inputs), test_numbers))


def plot_errors(inputs, numbers, scores, class_names, output_dir):
    """Saves the items whose true class got the least probability."""
    probabilities = class_scores(scores)
    predicted = predicted_numbers(scores)
    worst = np.argsort(probabilities[np.arange(len(numbers)), numbers])[:9]
    titles = [f"{class_names[numbers[row]]}, said {class_names[predicted[row]]}" for row in worst]
    show_items(inputs[worst], titles, output_dir, "worst")


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    class_names = state["class_names"]
    prepared = prepare(data_dir, limit=limit, state=state)
    inputs, numbers = collect(prepared.test)
    scores = model.predict(inputs, batch_size=256, verbose=0)
    predicted = predicted_numbers(scores)
    baseline, reference = score_baselines(prepared.train, inputs, numbers)
    metrics = {
        "metric": "accuracy",
        "higher_is_better": True,
        "model": float(np.mean(predicted == numbers)),
        "baseline": baseline,
        "reference": reference,
        "baseline_name": "majority class",
        "reference_name": "logistic regression on the values",
        "test_size": len(numbers),
        "details": {
            "macro_f1": float(f1_score(numbers, predicted, average="macro", zero_division=0)),
            "accuracy_interval": bootstrap_interval(predicted == numbers),
        },
    }
    write_metrics(metrics, output_dir)
    report_classes(numbers, predicted, class_names, output_dir)
    plot_errors(inputs, numbers, scores, class_names, output_dir)
    return metrics


# %% Inference
def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with class and probabilities of every item of an array file."""
    model, state = load_artifacts(output_dir)
    class_names = state["class_names"]
    scores = predict_scores(model, read_inputs(input_path), state)
    rows = pd.DataFrame({"item": np.arange(len(scores))})
    rows["prediction"] = np.array(class_names)[predicted_numbers(scores)]
    rows[[f"probability_{name}" for name in class_names]] = class_scores(scores)
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows.to_csv(output_path, index=False)
    return output_path
