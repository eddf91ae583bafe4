"""What the program table-binary alone has."""


# %% Imports
from keras import layers
from sklearn.calibration import CalibrationDisplay
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import PrecisionRecallDisplay
from sklearn.metrics import average_precision_score
from sklearn.metrics import f1_score
from sklearn.metrics import roc_auc_score
import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd


# %% Data
def find_class_names(labels):
    """Returns the sorted class names of labels [n]; numbers sort by value."""
    names = sorted(labels.dropna().unique())
    if len(names) != CLASS_COUNT:
        raise SystemExit(f"expected {CLASS_COUNT} classes in the target, found: {names[:20]}")
    try:
        return sorted(names, key=float)
    except ValueError:
        return names


def learn_state(table, numbers, target, class_names):
    """Returns what the train rows teach, JSON-ready; rare classes weigh more in the loss."""
    state = {"target": target, "class_names": class_names} | learn_inputs(table)
    counts = np.bincount(numbers, minlength=len(class_names))
    weights = len(numbers) / len(class_names) / np.maximum(counts, 1)
    state["sizes"]["class_count"] = len(class_names)
    return state | {"class_weights": weights.round(4).tolist()}


# %% Preprocessing
def label_numbers(targets):
    """Returns class numbers [n] for training targets [n, 1]."""
    return np.asarray(targets, dtype="int32").reshape(-1)


# %% Model
def build_model(
    numeric_count=NUMERIC_COUNT,
    category_sizes=CATEGORY_SIZES,
    class_count=CLASS_COUNT,
    learning_rate=LEARNING_RATE,
):
    """Returns the compiled network: {input name: values [n, ...]} -> P(class 1) [n, 1]."""
    inputs = make_inputs(numeric_count, category_sizes)
    features = join_inputs(inputs, category_sizes)
    features = layers.Dense(64, activation="relu")(features)
    features = layers.BatchNormalization(momentum=0.9)(features)
    features = layers.Dropout(0.3)(features)
    features = layers.Dense(32, activation="relu")(features)
    features = layers.Dropout(0.3)(features)
    # One unit tells two classes apart.
    outputs = layers.Dense(class_count - 1, activation="sigmoid")(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="binary_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% Evaluation
def class_scores(scores):
    """Returns class probabilities [n, 2] for model outputs [n, 1]."""
    positive = np.asarray(scores).reshape(-1)
    return np.stack([1 - positive, positive], axis=1)


def balanced_accuracy(numbers, predicted):
    """Returns the mean recall of the classes: unequal class sizes do not flatter it."""
    recalls = [np.mean(predicted[numbers == number] == number) for number in np.unique(numbers)]
    return float(np.mean(recalls))


def score_baselines(train, test_inputs, test_numbers, sizes):
    """Returns the balanced accuracy of the majority class and of gradient boosting."""
    inputs, numbers = collect(train)
    majority = np.full(len(test_numbers), np.bincount(numbers).argmax())
    baseline = balanced_accuracy(test_numbers, majority)
    matrix, numbers = join_columns(inputs)[:REFERENCE_ITEMS], numbers[:REFERENCE_ITEMS]
    if len(np.unique(numbers)) < 2:
        return baseline, None
    reference = make_reference(
        HistGradientBoostingClassifier, sizes["category_sizes"], sizes["numeric_count"]
    )
    reference.set_params(class_weight="balanced").fit(matrix, numbers)
    return baseline, balanced_accuracy(test_numbers, reference.predict(join_columns(test_inputs)))


def plot_importance(model, inputs, numbers, state, output_dir):
    """Saves how much balanced accuracy is lost on test rows when one column is shuffled."""
    inputs = {name: values[:IMPORTANCE_ITEMS] for name, values in inputs.items()}
    numbers = numbers[:IMPORTANCE_ITEMS]

    def accuracy(changed):
        """Returns the balanced accuracy for changed inputs."""
        scores = model.predict(changed, batch_size=1024, verbose=0)
        return balanced_accuracy(numbers, predicted_numbers(scores))

    whole = accuracy(inputs)
    losses = {name: whole - accuracy(changed) for name, changed in shuffled_columns(inputs, state)}
    losses = pd.Series(losses).sort_values().tail(20)
    axis = losses.plot.barh(
        figsize=(7, 6), xlabel="balanced accuracy lost when the column is shuffled"
    )
    save_figure(axis.figure, output_dir, "importance")


def rank_scores(numbers, scores):
    """Returns areas under the ROC and precision-recall curves, where both classes are present."""
    if len(np.unique(numbers)) < 2:
        return {}
    positive = class_scores(scores)[:, 1]
    areas = {"roc_auc": roc_auc_score, "pr_auc": average_precision_score}
    return {name: float(area(numbers, positive)) for name, area in areas.items()}


def plot_scores(numbers, scores, output_dir):
    """Saves precision against recall and the calibration of the probability of class 1."""
    positive = class_scores(scores)[:, 1]
    figure, axes = plt.subplots(1, 2, figsize=(10, 4.5))
    PrecisionRecallDisplay.from_predictions(numbers, positive, ax=axes[0])
    CalibrationDisplay.from_predictions(numbers, positive, strategy="quantile", ax=axes[1])
    save_figure(figure, output_dir, "scores")


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
        "metric": "balanced_accuracy",
        "higher_is_better": True,
        "model": balanced_accuracy(numbers, predicted),
        "baseline": baseline,
        "reference": reference,
        "baseline_name": "majority class",
        "reference_name": "gradient boosting",
        "test_size": len(numbers),
        "details": {
            "accuracy": float(np.mean(predicted == numbers)),
            "macro_f1": float(f1_score(numbers, predicted, average="macro", zero_division=0)),
            **rank_scores(numbers, scores),
            "log_loss": measure_log_loss(numbers, scores),
            "accuracy_interval": bootstrap_interval(predicted == numbers),
        },
    }
    write_metrics(metrics, output_dir)
    report_classes(numbers, predicted, class_names, output_dir)
    plot_scores(numbers, scores, output_dir)
    plot_importance(model, inputs, numbers, state, output_dir)
    return metrics
