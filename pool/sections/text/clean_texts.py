"""What 7 programs share: ID_COLUMN, TEST_FILE, clean_texts, example_input."""


# %% Imports
import numpy as np


# %% Configuration
# Column that names a row in the predictions, and the table of rows to predict; or None.
ID_COLUMN = None
TEST_FILE = None


# %% Data
def clean_texts(column):
    """Returns the cleaned texts [n] of a column; a missing text counts as an empty one."""
    texts = column.astype(object).where(column.notna(), "")
    return np.array([clean_text(str(text)) for text in texts], dtype=object)


# %% Inference
def example_input(data_dir):
    """Returns the table of unlabelled rows, or else the data table, to try the prediction with."""
    return data_dir / (TEST_FILE or TABLE_FILE)
