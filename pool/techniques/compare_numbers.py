"""Gives compare_numbers: named models of scikit-learn beside a network that predicts numbers.

Needs reference_inputs of the data and make_models.
"""

# %% Imports
import numpy as np
import pandas as pd

# %% Evaluation
def compare_numbers(splits, state, found, output_dir):
    """Returns the errors of each model on the test split; found are the network's numbers [n, k].

    Prints them and writes comparison.csv.
    """
    (items, targets), (test_items, test_targets) = splits["train"], splits["test"]
    known, inputs = reference_inputs(items, state), reference_inputs(test_items, state)
    goals, truth = targets.to_numpy(), test_targets.to_numpy()
    answers = {"network": found}
    for name in make_models(state):
        models = [make_models(state)[name].fit(known, values) for values in goals.T]
        answers[name] = np.column_stack([model.predict(inputs) for model in models])
    table = pd.DataFrame(
        {
            name: {
                "mean_absolute_error": np.mean(np.abs(values - truth)),
                "root_mean_squared_error": np.sqrt(np.mean((values - truth) ** 2)),
            }
            for name, values in answers.items()
        }
    ).T
    table.to_csv(output_dir / "comparison.csv", index_label="model")
    print(table.to_string(float_format="{:.4g}".format))
    return {"compared": table.to_dict("index")}
