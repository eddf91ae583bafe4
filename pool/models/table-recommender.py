"""What the program table-recommender alone has."""


# %% Imports
from keras import layers
from sklearn.metrics import r2_score
import keras
import numpy as np
import pandas as pd
import sys


# %% Configuration
# Weight of the squared embeddings in the loss.
PENALTY = 1e-4
# Ratings that a user or an item must have for half of its bias to count.
DAMPING = 5.0


# %% Data
def split_table(data_dir, limit=None):
    """Returns {split: (feature table, target values [n])} and the target's name."""
    table = read_table(find_table(data_dir))
    target = find_target(table)
    values = to_numbers(table[target])
    if values.isna().any():
        print(f"skipped {values.isna().sum()} rows without a number in {target}", file=sys.stderr)
    features = list_features(table, [target])
    table = table[values.notna()]
    values = values.dropna().to_numpy()
    if len(values) < 5 or np.ptp(values) == 0:
        raise SystemExit(
            f"expected five or more numbers that vary in {target}, found: {values[:5]}"
        )
    splits = {}
    for split, rows in zip(("train", "validation", "test"), split_rows(len(table)), strict=True):
        splits[split] = (table.iloc[rows[:limit]][features], values[rows[:limit]])
    return splits, target


def learn_state(table, values, target):
    """Returns what the train rows teach, JSON-ready."""
    state = {"target": target} | learn_inputs(table)
    if not state["categories"]:
        raise SystemExit("expected columns of user and item ids that repeat, found none")
    deviation = float(values.std()) or 1.0
    return state | {"target_mean": float(values.mean()), "target_deviation": deviation}


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    splits, target = split_table(data_dir, limit)
    state = state or learn_state(*splits["train"], target)
    datasets = {
        split: make_dataset(
            encode_inputs(table, state), scale_targets(values, state), batch_size, split == "train"
        )
        for split, (table, values) in splits.items()
    }
    return Prepared(**datasets, state=state)


def describe(data_dir, output_dir):
    """Prints rows per split, the target and what the columns hold; saves histograms."""
    splits, target = split_table(data_dir)
    values = {split: pd.Series(values) for split, (_, values) in splits.items()}
    print(pd.DataFrame(values).describe().round(3).to_string())
    train = splits["train"][0]
    describe_columns(train)
    axis = values["train"].plot.hist(bins=40, figsize=(8, 4), xlabel=target)
    save_figure(axis.figure, output_dir, "target")
    plot_numbers(train, output_dir)


# %% Preprocessing
def scale_targets(values, state):
    """Returns training targets float32 [n, 1] of mean 0 and deviation 1 for target values [n]."""
    scaled = (np.asarray(values) - state["target_mean"]) / state["target_deviation"]
    return scaled.reshape(-1, 1).astype("float32")


def restore_targets(scaled, state):
    """Returns values [n] in the target's own unit for training targets or model outputs [n, 1]."""
    values = np.asarray(scaled, dtype="float64").reshape(-1)
    return values * state["target_deviation"] + state["target_mean"]


# %% Model
@keras.saving.register_keras_serializable(package="project")
class PairProducts(layers.Layer):
    """Sum of the dot products of all pairs of embeddings: [n, pairs of, units] -> [n, 1]."""

    def call(self, embeddings):
        """Returns ((sum)^2 - sum of squares) / 2, summed over the units."""
        square_of_sum = keras.ops.square(keras.ops.sum(embeddings, axis=1))
        sum_of_squares = keras.ops.sum(keras.ops.square(embeddings), axis=1)
        return keras.ops.sum(square_of_sum - sum_of_squares, axis=-1, keepdims=True) / 2

    def compute_output_shape(self, input_shape):
        """Returns one number per row."""
        return (input_shape[0], 1)

    def get_config(self):
        """Returns the configuration; there is nothing beyond the base layer's."""
        return super().get_config()


def embed_category(codes, size, units, name):
    """Returns one vector a row [n, units] for codes [n]; rare ids are held near zero."""
    regularizer = keras.regularizers.L2(PENALTY)
    embedding = layers.Embedding(size, units, embeddings_regularizer=regularizer, name=name)
    return embedding(codes)


def build_model(
    numeric_count=NUMERIC_COUNT, category_sizes=CATEGORY_SIZES, learning_rate=LEARNING_RATE
):
    """Returns the compiled network: {input name: values [n, ...]} -> scaled rating [n, 1].

    Bias of user and item, product of their embeddings, and a dense part are added up.
    """
    inputs = make_inputs(numeric_count, category_sizes)
    vectors, terms = [], []
    for number, size in enumerate(category_sizes):
        codes = inputs[f"category_{number}"]
        vectors.append(embed_category(codes, size, EMBEDDING_UNITS, f"embedding_{number}"))
        terms.append(embed_category(codes, size, 1, f"bias_{number}"))
    stacked = layers.Concatenate(axis=1)([layers.Reshape((1, -1))(vector) for vector in vectors])
    terms.append(PairProducts()(stacked))
    numeric = [inputs["numeric"]] if numeric_count else []
    features = layers.Concatenate()([layers.Flatten()(stacked), *numeric])
    for units in HIDDEN_UNITS:
        features = layers.Dense(units, activation="relu")(features)
        features = layers.Dropout(DROPOUT)(features)
    outputs = layers.Add()([*terms, layers.Dense(1)(features)])
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
        inputs.append({name: part.numpy() for name, part in batch.items()})
        values.append(restore_targets(targets, state))
    inputs = {name: np.concatenate([batch[name] for batch in inputs]) for name in inputs[0]}
    return inputs, np.concatenate(values)


def fit_biases(codes, values):
    """Returns the mean and the damped bias of each code of each column: users and items."""
    mean = values.mean()
    left, biases = values - mean, []
    for column in codes.T:
        counts = np.bincount(column)
        bias = np.bincount(column, weights=left) / (counts + DAMPING)
        left = left - bias[column]
        biases.append(bias)
    return mean, biases


def score_baselines(train, test_inputs, test_values, state):
    """Returns the mean absolute error of the train mean and of user and item biases."""
    inputs, values = collect(train, state)
    names = [name for name in inputs if name != "numeric"]
    codes = np.column_stack([inputs[name] for name in names])
    mean, biases = fit_biases(codes, values)
    baseline = float(np.mean(np.abs(test_values - mean)))
    predicted = np.full(len(test_values), mean)
    for name, bias in zip(names, biases, strict=True):
        padded = np.append(bias, np.zeros(1 + test_inputs[name].max()))  # codes unseen in train
        predicted += padded[test_inputs[name]]
    return baseline, float(np.mean(np.abs(test_values - predicted)))


def show_errors(values, predicted):
    """Prints the test rows that are furthest off."""
    errors = pd.DataFrame({"true": values, "predicted": predicted, "error": predicted - values})
    print(errors.reindex(errors["error"].abs().sort_values(ascending=False).index).head(5))


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    prepared = prepare(data_dir, limit=limit, state=state)
    inputs, values = collect(prepared.test, state)
    scores = model.predict(inputs, batch_size=1024, verbose=0)
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
        "reference_name": "user and item means",
        "test_size": len(values),
        "details": {
            "root_mean_squared_error": float(np.sqrt(np.mean(errors**2))),
            "r2": float(r2_score(values, predicted)) if len(values) > 1 else None,
            "mean_absolute_error_interval": bootstrap_interval(errors),
        },
    }
    write_metrics(metrics, output_dir)
    plot_residuals(values, predicted, output_dir)
    show_errors(values, predicted)
    return metrics


# %% Inference
def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with the id and the predicted value of every row of a table."""
    model, state = load_artifacts(output_dir)
    table = read_table(input_path)
    scores = model.predict(encode_inputs(table, state), batch_size=1024, verbose=0)
    return write_predictions(table, {state["target"]: restore_targets(scores, state)}, output_path)
