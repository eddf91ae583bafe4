"""The skeleton of every program: prepare, describe, evaluate, predict.

Needs of the data: split_items, describe_inputs, read_items, find_example; of the target:
describe_targets, measure_test, answer_items; of training: learn_state, make_dataset.
"""

# %% Imports
import json
from collections import namedtuple

import keras
import pandas as pd

# %% Configuration
# What to predict below the data folder; None takes an example of the data. Answers for it are a
# submission, without probabilities.
TEST_FILE = None
SEED = 42
VALIDATION_SHARE = 0.15
TEST_SHARE = 0.15
BATCH_SIZE = 32
EPOCHS = 30
LEARNING_RATE = 0.001


# %% Data
# Three datasets of batches (inputs, targets), and what train taught.
Prepared = namedtuple("Prepared", ["train", "validation", "test", "state"])


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    splits = split_items(data_dir, limit)
    state = state or learn_state(*splits["train"])
    batches = [make_dataset(*splits[name], state, batch_size, name == "train") for name in splits]
    return Prepared(*batches, state)


def load_data(data_dir):
    """Returns train, validation and test as batches of (inputs, targets)."""
    return prepare(data_dir)[:3]


def describe(data_dir, output_dir):
    """Prints what the splits hold and saves figures of it."""
    splits = split_items(data_dir)
    print("items:", {split: len(items) for split, (items, _) in splits.items()})
    describe_targets(splits, output_dir)
    describe_inputs(*splits["train"], output_dir)


# %% Evaluation
def load_artifacts(output_dir):
    """Returns the trained model and the state it was trained with."""
    path = output_dir / "preprocessing.json"
    if not path.is_file():
        raise SystemExit(f"expected a trained model in {output_dir}, found none: train it first")
    return keras.models.load_model(output_dir / "model.keras"), json.loads(path.read_text())


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    model, state = load_artifacts(output_dir)
    measured = measure_test(model, split_items(data_dir, limit), state, output_dir)
    written = json.dumps(measured, indent=2)
    (output_dir / "metrics.json").write_text(written)
    print(f"{written}\n{measured['verdict']}")
    return measured


# %% Inference
def example_input(data_dir):
    """Returns what to try the prediction with: TEST_FILE, or else an example of the data."""
    return data_dir / TEST_FILE if TEST_FILE else find_example(data_dir)


def predict_items(input_path, output_dir, output_path):
    """Writes a table with the answer for each item at a path, returns where it is."""
    model, state = load_artifacts(output_dir)
    rows, items = read_items(input_path, state)
    output_path.parent.mkdir(parents=True, exist_ok=True)
    answers = answer_items(model, items, state, output_path)
    pd.concat([rows, answers], axis=1).to_csv(output_path, index=False)
    return output_path
