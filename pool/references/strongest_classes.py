"""Gives predict_reference for classes of table rows: the best of three simple models in cross-validation.

Needs reference_inputs and reference_kinds, which says which columns are categories.
"""

# %% Imports
import warnings

import numpy as np
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

# %% Configuration
REFERENCE_MODEL = "best of logistic regression, forest and boosting"
# The simple reference learns from at most so many train items.
REFERENCE_ITEMS = 2000
# It is chosen on at most so many of them.
CHOICE_ITEMS = 4000


# %% Evaluation
def make_references(state, count):
    """Returns the simple models for this many train items."""
    kinds = np.array(reference_kinds(state), dtype=bool)
    flags = OneHotEncoder(handle_unknown="ignore", max_categories=100)
    columns = make_column_transformer((flags, kinds), remainder=StandardScaler())
    options = {"random_state": SEED, "class_weight": "balanced" if BALANCED else None}
    linear = make_pipeline(columns, LogisticRegression(max_iter=500, **options))
    forest = RandomForestClassifier(max_samples=min(count, 20000), **options)
    # Leaves that a small table can be split into.
    options |= {"min_samples_leaf": int(np.clip(count // 50, 2, 20)), "early_stopping": False}
    boosting = HistGradientBoostingClassifier(categorical_features=kinds, **options)
    return [linear, forest, boosting]


def predict_reference(items, targets, test_items, state):
    """Returns the class numbers [n] that the best simple model finds; train's own where it has one."""
    numbers = class_numbers(targets, state)[:REFERENCE_ITEMS]
    if len(np.unique(numbers)) < 2:
        return np.full(len(test_items), numbers[0])
    inputs = reference_inputs(items[:REFERENCE_ITEMS], state)
    folds = KFold(min(3, len(numbers)), shuffle=True, random_state=SEED)
    options = {"scoring": "balanced_accuracy" if BALANCED else "accuracy", "error_score": 0}
    models = make_references(state, len(numbers))
    some = inputs[:CHOICE_ITEMS], numbers[:CHOICE_ITEMS]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of classes with one or two items, and folds without them
        scores = [cross_val_score(model, *some, cv=folds, **options).mean() for model in models]
    best = models[int(np.argmax(scores))].fit(inputs, numbers)
    return best.predict(reference_inputs(test_items, state))
