"""What the program image-binary alone has."""


# %% Imports
from keras import layers
from sklearn.metrics import RocCurveDisplay
from sklearn.metrics import average_precision_score
from sklearn.metrics import f1_score
from sklearn.metrics import roc_auc_score
import keras
import matplotlib.pyplot as plt
import numpy as np


# %% Data
def find_class_names(root):
    """Returns the sorted names of the folders that hold at least one image."""
    if not root.is_dir():
        found = ", ".join(sorted(path.name for path in root.parent.glob("*"))[:20]) or "nothing"
        raise SystemExit(f"expected a folder of class folders at {root}, found beside it: {found}")
    folders = [path for path in root.iterdir() if path.is_dir() and path.name[0] != "."]
    class_names = sorted(folder.name for folder in folders if list_images(folder))
    if len(class_names) != 2:
        raise SystemExit(f"expected two class folders in {root}, found: {class_names}")
    return class_names


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    class_names = state["class_names"] if state else find_class_names(data_dir / IMAGE_ROOT)
    splits = split_files(data_dir, class_names, limit)
    state = state or {"class_names": class_names, "sizes": {}}
    train = make_dataset(*splits["train"], batch_size, training=True)
    validation = make_dataset(*splits["validation"], batch_size)
    test = make_dataset(*splits["test"], batch_size)
    return Prepared(train, validation, test, state)


# %% Model
def build_model(learning_rate=LEARNING_RATE):
    """Returns the compiled network: images [n, height, width, channels] 0-255 -> [n, 1]."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = layers.Rescaling(1 / 255)(inputs)
    features = layers.Conv2D(32, (3, 3), activation="relu")(features)
    features = layers.MaxPooling2D((2, 2))(features)
    features = layers.Conv2D(64, (3, 3), activation="relu")(features)
    features = layers.MaxPooling2D((2, 2))(features)
    features = layers.Conv2D(64, (3, 3), activation="relu")(features)
    features = layers.MaxPooling2D((2, 2))(features)
    features = layers.Flatten()(features)
    features = layers.Dense(128, activation="relu")(features)
    features = layers.Dropout(0.5)(features)
    outputs = layers.Dense(1, activation="sigmoid")(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="binary_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% Evaluation
def plot_roc(numbers, scores, class_names, output_dir):
    """Saves the curve of true against false positives for the second class."""
    figure, axis = plt.subplots(figsize=(5, 5))
    positive = class_scores(scores)[:, 1]
    RocCurveDisplay.from_predictions(numbers, positive, name=class_names[1], ax=axis)
    save_figure(figure, output_dir, "roc")


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    class_names = state["class_names"]
    prepared = prepare(data_dir, limit=limit, state=state)
    images, numbers, scores = collect(model, prepared.test)
    predicted = predicted_numbers(scores)
    baseline, reference = score_baselines(prepared.train, images, numbers)
    metrics = {
        "metric": "accuracy",
        "higher_is_better": True,
        "model": float(np.mean(predicted == numbers)),
        "baseline": baseline,
        "reference": reference,
        "baseline_name": "majority class",
        "reference_name": "logistic regression on thumbnails",
        "test_size": len(numbers),
        "details": {
            "macro_f1": float(f1_score(numbers, predicted, average="macro", zero_division=0)),
            "roc_auc": float(roc_auc_score(numbers, class_scores(scores)[:, 1])),
            "average_precision": float(
                average_precision_score(numbers, class_scores(scores)[:, 1])
            ),
            "accuracy_interval": bootstrap_interval(predicted == numbers),
        },
    }
    write_metrics(metrics, output_dir)
    report_classes(numbers, predicted, class_names, output_dir)
    plot_roc(numbers, scores, class_names, output_dir)
    plot_errors(images, numbers, scores, class_names, output_dir)
    return metrics
