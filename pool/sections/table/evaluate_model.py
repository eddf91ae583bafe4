"""What 2 programs share: learn_state, score_baselines, plot_importance, evaluate_model."""


# %% Imports
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import f1_score
import keras
import numpy as np
import pandas as pd


# %% Data
def learn_state(table, numbers, target, class_names):
    """Returns what the train rows teach, JSON-ready."""
    state = {"target": target, "class_names": class_names} | learn_inputs(table)
    state["sizes"]["class_count"] = len(class_names)
    return state


# %% Evaluation
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
