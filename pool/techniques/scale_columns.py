"""Gives scale_columns: how linear models, neighbours and vector machines see a table.

Needs reference_kinds, which says which columns are categories.
"""

# %% Imports
from sklearn.compose import make_column_transformer
from sklearn.preprocessing import OneHotEncoder, StandardScaler

# %% Evaluation
def scale_columns(state):
    """Returns what standardises the numbers of rows and makes flags of their categories."""
    flags = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    return make_column_transformer((flags, reference_kinds(state)), remainder=StandardScaler())
