"""Gives compare_models for classes: models that are no networks beside the network.

Needs reference_inputs of the data, class_numbers (targets/class) and make_models.
"""

# %% Imports
import numpy as np
from sklearn import metrics

# %% Configuration
# A class has at least so many train items, rare ones again: ensembles fit their models in folds.
FEWEST_ITEMS = 5


# %% Evaluation
def compare_models(splits, state, found, output_dir):
    """Returns the scores of each model on the test split; found are the network's answers [n].

    Prints them and writes comparison.csv.
    """
    (items, targets), (test_items, test_targets) = splits["train"], splits["test"]
    numbers, truth = class_numbers(targets, state), class_numbers(test_targets, state)
    # A class that train lacks is none for the models, which count classes from 0.
    kinds, codes = np.unique(numbers, return_inverse=True)
    groups = [np.flatnonzero(codes == code) for code in range(len(kinds))]
    rows = np.concatenate([np.resize(group, max(FEWEST_ITEMS, len(group))) for group in groups])
    known = np.asarray(reference_inputs(items, state))[rows]
    inputs = np.asarray(reference_inputs(test_items, state))
    answers = {"network": found}
    for name, model in (make_models(state) if len(kinds) > 1 else {}).items():
        answers[name] = kinds[model.fit(known, codes[rows]).predict(inputs)]
    scores = {
        name: {
            "accuracy": metrics.accuracy_score(truth, numbers),
            "macro_f1": metrics.f1_score(truth, numbers, average="macro", zero_division=0),
        }
        for name, numbers in answers.items()
    }
    return write_comparison(scores, output_dir)
