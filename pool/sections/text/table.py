"""Each row of a table is a text with a target: read_examples, read_items.

Needs text/encode and table/target.
"""

# %% Imports
import pandas as pd

# %% Configuration
# Column of the texts; None takes the text column with the longest texts.
TEXT_COLUMN = None


# %% Data
def named_text_column():
    """Returns the name of the text column in a list; empty where the table decides."""
    return [] if TEXT_COLUMN is None else [TEXT_COLUMN.strip()]


def find_text_column(table):
    """Returns the name of the text column, by default the one with the longest texts."""
    if TEXT_COLUMN is not None:
        return TEXT_COLUMN.strip()
    texts = table.drop(columns=[ID_COLUMN], errors="ignore")
    texts = texts.select_dtypes(exclude=["number", "bool"]).astype("string")
    if texts.shape[1] == 0:
        raise SystemExit(f"expected a column of texts, found: {', '.join(table.columns[:50])}")
    return texts.apply(lambda column: column.str.len().mean()).idxmax()


def read_examples(data_dir):
    """Returns the cleaned texts of a table [n], each once, and their targets [n]."""
    table = read_table(find_table(data_dir), [*named_text_column(), *named_targets()])
    text_column = find_text_column(table)
    targets = read_targets(table, find_targets(table, [text_column]))
    items = clean_texts(table[text_column])
    return keep_labelled_once(items, targets)


# %% Inference
def read_items(input_path, state):
    """Returns what names the texts of a table, a .txt file or a folder of them, and the texts."""
    if input_path.is_dir() or input_path.suffix.lower() == ".txt":
        paths = sorted(input_path.rglob("*.txt")) if input_path.is_dir() else [input_path]
        texts = [path.read_text(encoding="utf-8-sig", errors="replace") for path in paths]
        rows = pd.DataFrame({"file": [str(path) for path in paths]})
        return rows, clean_texts(pd.Series(texts, dtype="str"))
    table = read_table(input_path, named_text_column())
    text_column = find_text_column(table)
    return name_rows(table), clean_texts(table[text_column])
