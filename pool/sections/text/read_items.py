"""What 6 programs share: TEXT_COLUMN, find_text_column, read_items."""


# %% Imports
import pandas as pd


# %% Configuration
# Column of the texts; None takes the text column with the longest texts.
TEXT_COLUMN = "review"


# %% Data
def find_text_column(table):
    """Returns the name of the text column, by default the one with the longest texts."""
    if TEXT_COLUMN is None:
        texts = table.drop(columns=[ID_COLUMN], errors="ignore")
        texts = texts.select_dtypes(exclude=["number", "bool"]).astype(str)
        if texts.shape[1] > 0:
            return texts.apply(lambda column: column.str.len().mean()).idxmax()
    elif TEXT_COLUMN in table.columns:
        return TEXT_COLUMN
    wanted = TEXT_COLUMN or "of texts"
    raise SystemExit(f"expected a column {wanted}, found {list(table.columns)}")


# %% Inference
def read_items(input_path):
    """Returns item names and cleaned texts [n] of a table, a .txt file or a folder of them."""
    if input_path.is_dir() or input_path.suffix.lower() == ".txt":
        paths = sorted(input_path.rglob("*.txt")) if input_path.is_dir() else [input_path]
        texts = [path.read_text(encoding="utf-8-sig", errors="replace") for path in paths]
        rows = pd.DataFrame({"file": [str(path) for path in paths]})
        return rows, clean_texts(pd.Series(texts, dtype="str"))
    table = read_table(input_path)
    names = table[ID_COLUMN] if ID_COLUMN in table.columns else range(len(table))
    return pd.DataFrame({ID_COLUMN or "row": names}), clean_texts(table[find_text_column(table)])
