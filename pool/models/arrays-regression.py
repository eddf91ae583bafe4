"""What the program arrays-regression alone has."""


# %% Imports
from keras import layers
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd


# %% Configuration
# Shape of one item.
# Arrays that are a split of their own: input file, target file and their keys; None cuts the
# split from the arrays above.
VALIDATION_ARRAYS = None
INPUT_SHAPE = (32, 32)
# Numbers to predict per item where nothing else is known; the data decide.
OUTPUT_COUNT = 1


# %% Data
def split_rows(count, validation_share=VALIDATION_SHARE, test_share=TEST_SHARE):
    """Returns shuffled rows of train, validation and test."""
    rows = np.random.default_rng(SEED).permutation(count)
    shares = (validation_share, test_share)
    sizes = [max(1, round(count * share)) if share else 0 for share in shares]
    validation, test, train = np.split(rows, np.cumsum(sizes))
    return [train, validation, test]


def split_arrays(data_dir, limit=None):
    """Returns all inputs and {split: (rows [n], target values [n, k])}."""
    inputs, targets, owners = read_arrays(data_dir)
    values = targets.reshape(len(targets), -1).astype("float64")
    known = np.flatnonzero(np.isfinite(values).all(axis=1))
    if len(known) < 5:
        raise SystemExit(f"expected five or more items with a target, found {len(known)}")
    own = known[owners[known] == "train"]
    shares = (0 if VALIDATION_ARRAYS else VALIDATION_SHARE, 0 if TEST_ARRAYS else TEST_SHARE)
    splits = {}
    parts = split_rows(len(own), *shares)
    for split, part in zip(("train", "validation", "test"), parts, strict=True):
        stored = np.random.default_rng(SEED).permutation(known[owners[known] == split])
        rows = (own[part] if len(part) else stored)[:limit]
        splits[split] = (rows, values[rows])
    return inputs, splits


def learn_state(inputs, rows, values):
    """Returns what the train items teach, JSON-ready: the scale of inputs and targets."""
    deviations = values.std(axis=0)
    state = {"target_means": values.mean(axis=0).tolist()}
    state["target_deviations"] = np.where(deviations > 0, deviations, 1.0).tolist()
    return state | learn_scale(inputs, rows) | {"sizes": {"output_count": values.shape[1]}}


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    inputs, splits = split_arrays(data_dir, limit)
    state = state or learn_state(inputs, *splits["train"])
    datasets = {
        split: make_dataset(
            inputs, rows, scale_targets(values, state), state, batch_size, split == "train"
        )
        for split, (rows, values) in splits.items()
    }
    return Prepared(**datasets, state=state)


def describe(data_dir, output_dir):
    """Prints items per split, type and ranges; saves the target's histogram and samples."""
    inputs, splits = split_arrays(data_dir)
    for split, (rows, values) in splits.items():
        print(f"{split}: {len(rows)} items, targets from {values.min():.4g} to {values.max():.4g}")
    rows, values = splits["train"]
    seen = load_batch(inputs, rows[:SCALE_ITEMS])
    print(f"{inputs.dtype} {inputs.shape}, train from {seen.min():.4g} to {seen.max():.4g}")
    figure, axis = plt.subplots(figsize=(8, 4))
    axis.hist(values[:, :6], bins=40)
    axis.set(xlabel="target", ylabel="train items")
    save_figure(figure, output_dir, "target")
    titles = [f"{number:.4g}" for number in values[:9, 0]]
    show_items(seen[:9], titles, output_dir, "samples")


# %% Preprocessing
def scale_targets(values, state):
    """Returns training targets float32 [n, k] of mean 0 and deviation 1 for target values."""
    return ((values - state["target_means"]) / state["target_deviations"]).astype("float32")


def restore_targets(scaled, state):
    """Returns values [n, k] in the target's own unit for training targets or model outputs."""
    values = np.asarray(scaled, dtype="float64")
    return values * state["target_deviations"] + state["target_means"]


# %% Model
def build_model(output_count=OUTPUT_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled network: inputs [n, *INPUT_SHAPE] -> scaled targets [n, k]."""
    inputs = keras.Input(INPUT_SHAPE)
    features = as_picture(inputs)
    features = layers.Conv2D(32, (3, 3), padding="same", activation="relu")(features)
    features = layers.MaxPooling2D((2, 2), padding="same")(features)
    features = layers.Conv2D(64, (3, 3), padding="same", activation="relu")(features)
    features = layers.MaxPooling2D((2, 2), padding="same")(features)
    features = layers.Conv2D(128, (3, 3), padding="same", activation="relu")(features)
    features = layers.GlobalAveragePooling2D()(features)
    features = layers.Dropout(0.1)(features)
    features = layers.Dense(64, activation="relu")(features)
    outputs = layers.Dense(output_count, activation="linear")(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="mean_squared_error",
        metrics=["mean_absolute_error"],
    )
    return model


# %% Evaluation
def collect(dataset, state):
    """Returns the inputs and target values of a dataset; one pass keeps them aligned."""
    inputs, values = [], []
    for batch, targets in dataset:
        inputs.append(batch.numpy())
        values.append(restore_targets(targets, state))
    return np.concatenate(inputs), np.concatenate(values)


def score_baselines(train, test_inputs, test_values, state):
    """Returns the mean absolute error of the train mean and of ridge regression on some values."""
    inputs, values = [], []
    for batch, targets in train:
        values.append(restore_targets(targets, state))
        if sum(map(len, inputs)) < REFERENCE_ITEMS:
            inputs.append(thin(batch.numpy()))
    inputs, values = np.concatenate(inputs), np.concatenate(values)
    baseline = float(np.mean(np.abs(test_values - values.mean(axis=0))))
    reference = make_pipeline(StandardScaler(), Ridge(alpha=10.0))
    reference.fit(inputs, values[: len(inputs)])
    predicted = np.reshape(reference.predict(thin(test_inputs)), test_values.shape)
    return baseline, float(np.mean(np.abs(test_values - predicted)))


def plot_errors(inputs, values, predicted, output_dir):
    """Saves the items whose prediction is furthest off."""
    worst = np.argsort(-np.abs(predicted - values).mean(axis=1))[:9]
    titles = [f"{values[row, 0]:.4g}, said {predicted[row, 0]:.4g}" for row in worst]
    show_items(inputs[worst], titles, output_dir, "worst")


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    prepared = prepare(data_dir, limit=limit, state=state)
    inputs, values = collect(prepared.test, state)
    scores = model.predict(inputs, batch_size=256, verbose=0)
    predicted = restore_targets(scores, state)
    errors = np.abs(predicted - values)
    baseline, reference = score_baselines(prepared.train, inputs, values, state)
    metrics = {
        "metric": "mean_absolute_error",
        "higher_is_better": False,
        "model": float(errors.mean()),
        "baseline": baseline,
        "reference": reference,
        "baseline_name": "train mean",
        "reference_name": "ridge regression on the values",
        "test_size": len(values),
        "details": {
            "root_mean_squared_error": float(np.sqrt(np.mean(errors**2))),
            "r2": float(r2_score(values, predicted)) if len(values) > 1 else None,
            "mean_absolute_error_interval": bootstrap_interval(errors.mean(axis=1)),
        },
    }
    write_metrics(metrics, output_dir)
    plot_residuals(values.ravel(), predicted.ravel(), output_dir)
    plot_errors(inputs, values, predicted, output_dir)
    return metrics


# %% Inference
def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with the predicted value or values of every item of an array file."""
    model, state = load_artifacts(output_dir)
    scores = predict_scores(model, read_inputs(input_path), state)
    values = restore_targets(scores, state)
    names = [f"prediction_{number}" for number in range(values.shape[1])]
    rows = pd.DataFrame(values, columns=names if len(names) > 1 else ["prediction"])
    rows.insert(0, "item", np.arange(len(rows)))
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows.to_csv(output_path, index=False)
    return output_path
