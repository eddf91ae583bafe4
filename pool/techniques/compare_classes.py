"""Gives compare_models for classes: named models of scikit-learn beside the network.

Needs reference_inputs of the data, class_numbers (targets/class) and make_models.
"""

# %% Imports
import pandas as pd
from sklearn import metrics

# %% Evaluation
def compare_models(splits, state, found, output_dir):
    """Returns the scores of each model on the test split; found are the network's answers [n].

    Prints them and writes comparison.csv.
    """
    (items, targets), (test_items, test_targets) = splits["train"], splits["test"]
    known, inputs = reference_inputs(items, state), reference_inputs(test_items, state)
    numbers, truth = class_numbers(targets, state), class_numbers(test_targets, state)
    answers = {"network": found}
    for name, model in make_models(state).items():
        answers[name] = model.fit(known, numbers).predict(inputs)
    table = pd.DataFrame(
        {
            name: {
                "accuracy": metrics.accuracy_score(truth, numbers),
                "macro_f1": metrics.f1_score(truth, numbers, average="macro", zero_division=0),
            }
            for name, numbers in answers.items()
        }
    ).T
    table.to_csv(output_dir / "comparison.csv", index_label="model")
    print(table.to_string(float_format="{:.3f}".format))
    return {"compared": table.to_dict("index")}
