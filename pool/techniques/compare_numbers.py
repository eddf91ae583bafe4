"""Gives compare_numbers: models that are no networks beside a network that predicts numbers.

Needs reference_inputs of the data and make_models.
"""

# %% Imports
import numpy as np
from sklearn.compose import TransformedTargetRegressor
from sklearn.preprocessing import StandardScaler


# %% Evaluation
def fit_numbers(known, goals, inputs, state):
    """Returns {model: its numbers [n, k]} for inputs; each column of goals has a model of its own.

    Goals are scaled to mean 0 and deviation 1, as those of the network are.
    """
    answers = {}
    for name, model in make_models(state).items():
        scaled = TransformedTargetRegressor(model, transformer=StandardScaler())
        columns = [scaled.fit(known, values).predict(inputs) for values in goals.T]
        answers[name] = np.column_stack(columns)
    return answers


def compare_numbers(splits, state, found, output_dir):
    """Returns the errors of each model on the test split; found are the network's numbers [n, k].

    Prints them and writes comparison.csv.
    """
    (items, targets), (test_items, test_targets) = splits["train"], splits["test"]
    known, inputs = reference_inputs(items, state), reference_inputs(test_items, state)
    truth = test_targets.to_numpy()
    answers = {"network": found} | fit_numbers(known, targets.to_numpy(), inputs, state)
    errors = {name: (values - truth) / state["units"] for name, values in answers.items()}
    scores = {
        name: {
            "mean_absolute_error": np.mean(np.abs(error)),
            "root_mean_squared_error": np.sqrt(np.mean(error**2)),
        }
        for name, error in errors.items()
    }
    return write_comparison(scores, output_dir)
