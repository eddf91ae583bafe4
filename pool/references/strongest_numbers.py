"""Gives predict_reference for numbers of table rows: the best of three simple models in cross-validation.

Needs reference_inputs and reference_kinds, which says which columns are categories.
"""

# %% Imports
import numpy as np
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingRegressor, RandomForestRegressor
from sklearn.linear_model import RidgeCV
from sklearn.model_selection import KFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

# %% Configuration
REFERENCE_MODEL = "best of ridge regression, forest and boosting"
# The simple reference learns from at most so many train items.
REFERENCE_ITEMS = 2000
# It is chosen on at most so many of them.
CHOICE_ITEMS = 4000


# %% Evaluation
def make_references(state, count):
    """Returns the simple models for this many train items."""
    kinds = np.array(reference_kinds(state), dtype=bool)
    flags = OneHotEncoder(handle_unknown="ignore", max_categories=100)
    columns = make_column_transformer((flags, kinds), remainder=StandardScaler(), sparse_threshold=0)
    linear = make_pipeline(columns, RidgeCV(np.logspace(-3, 3, 7)))
    forest = RandomForestRegressor(max_samples=min(count, 20000), random_state=SEED)
    # Leaves that a small table can be split into; the score is the absolute error.
    options = {"min_samples_leaf": int(np.clip(count // 50, 2, 20)), "early_stopping": False}
    options |= {"loss": "absolute_error", "random_state": SEED}
    boosting = HistGradientBoostingRegressor(categorical_features=kinds, **options)
    return [linear, forest, boosting]


def predict_reference(items, targets, test_items, state):
    """Returns the numbers [n, k] that the best simple model finds, one model a target."""
    known = reference_inputs(items[:REFERENCE_ITEMS], state)
    inputs = reference_inputs(test_items, state)
    columns = []
    for values in targets.to_numpy()[:REFERENCE_ITEMS].T:
        models = make_references(state, len(known))
        options = {"cv": KFold(min(3, len(known))), "scoring": "neg_mean_absolute_error"}
        some = known[:CHOICE_ITEMS], values[:CHOICE_ITEMS]
        scores = [cross_val_score(model, *some, **options).mean() for model in models]
        columns.append(models[int(np.argmax(scores))].fit(known, values).predict(inputs))
    return np.stack(columns, axis=1)
