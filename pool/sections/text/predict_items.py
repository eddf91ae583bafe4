"""What 4 programs share: read_examples, predict_items."""


# %% Imports
import numpy as np
import sys
import tensorflow as tf


# %% Data
def read_examples(data_dir):
    """Returns cleaned texts [n] and their class names [n]; what cannot be used is counted aloud."""
    table = read_table(data_dir / TABLE_FILE)
    text_column = find_text_column(table)
    target = find_target(table, text_column)
    unlabelled = table[target].isna()
    table = table[~unlabelled]
    # Whole numbers that were read as 1.0 because others are missing are named 1.
    labels = table[target].convert_dtypes().astype(str).to_numpy(dtype=object)
    texts = clean_texts(table[text_column])
    # A text that occurs twice must not stand in train and in test.
    _, first = np.unique(texts.astype(str), return_index=True)
    first = np.sort(first)
    if len(first) < len(unlabelled):
        repeated = len(texts) - len(first)
        print(f"skipped {unlabelled.sum()} unlabelled, {repeated} repeated rows", file=sys.stderr)
    return texts[first], labels[first]


# %% Inference
def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with class and probabilities for each text of a table, file or folder."""
    model, state = load_artifacts(output_dir)
    class_names = state["class_names"]
    rows, texts = read_items(input_path)
    if len(texts) == 0:
        raise SystemExit(f"expected texts in {input_path}, found none")
    vectorizer = make_vectorizer(state["vocabulary"])
    batches = tf.data.Dataset.from_tensor_slices(texts).batch(BATCH_SIZE).map(vectorizer)
    scores = model.predict(batches, verbose=0)
    rows[TARGET or "prediction"] = [class_names[number] for number in predicted_numbers(scores)]
    # A Kaggle submission holds the id and the prediction alone.
    if ID_COLUMN not in rows:
        rows[[f"probability_{name}" for name in class_names]] = class_scores(scores)
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows.to_csv(output_path, index=False)
    return output_path
