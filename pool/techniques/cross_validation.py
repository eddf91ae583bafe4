"""Gives cross_validate: the network is trained anew for each fold of the train items.

Needs split_items, learn_state, make_dataset, Prepared, build_model and fit_network.
"""

# %% Imports
import pandas as pd
from sklearn.model_selection import KFold, StratifiedKFold

# %% Configuration
FOLDS = 5
# Whether each fold has the same shares of classes.
STRATIFIED = False


# %% Training
def cross_validate(data_dir, output_dir, epochs, batch_size, learning_rate, limit):
    """Trains a network for each fold of the train items; prints the mean and spread of scores.

    A tenth of the other folds decides when to stop. The test split stays out. Writes
    cross_validation.csv, a row a fold and a column a metric.
    """
    items, targets = split_items(data_dir, limit)["train"]
    options = {"n_splits": FOLDS, "shuffle": True, "random_state": SEED}
    if STRATIFIED:
        folds = StratifiedKFold(**options).split(items, targets.cat.codes)
    else:
        folds = KFold(**options).split(items)
    scores = []
    for number, (others, fold) in enumerate(folds, 1):
        few = max(1, len(others) // 10)
        rows = [others[few:], others[:few], fold]
        parts = [(items.take(part, axis=0), targets.take(part, axis=0)) for part in rows]
        state = learn_state(*parts[0])
        batches = [make_dataset(*part, state, batch_size, part is parts[0]) for part in parts]
        model = build_model(**state["sizes"], learning_rate=learning_rate)
        folder = output_dir / f"fold_{number}"
        folder.mkdir(parents=True, exist_ok=True)
        fit_network(model, Prepared(*batches, state), epochs, folder)
        scores.append(model.evaluate(batches[2], verbose=0, return_dict=True))
    table = pd.DataFrame(scores, index=pd.RangeIndex(1, FOLDS + 1, name="fold"))
    table.to_csv(output_dir / "cross_validation.csv")
    print(f"{FOLDS}-fold cross-validation\n{table.agg(['mean', 'std']).to_string()}")
