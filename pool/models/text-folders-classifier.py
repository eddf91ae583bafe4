"""What the program text-folders-classifier alone has."""


# %% Imports
from keras import layers
import keras
import numpy as np
import pandas as pd
import sys
import tensorflow as tf


# %% Configuration
# Folder below the data folder that holds the class folders; "" is the data folder itself.
TEXT_ROOT = ""


# %% Data
def read_text(path):
    """Returns the text of a file, UTF-8 or else Windows-1252; None where the file holds no text."""
    data = path.read_bytes()
    if b"\0" in data:
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def read_files(paths):
    """Returns rows of the files that are text [m] and their cleaned texts [m]; others are named."""
    texts = [read_text(path) for path in paths]
    rows = [row for row, text in enumerate(texts) if text is not None]
    skipped = [str(path) for path, text in zip(paths, texts, strict=True) if text is None]
    if skipped:
        print(f"skipped {len(skipped)} unreadable: {', '.join(skipped[:20])}", file=sys.stderr)
    return rows, np.array([clean_text(texts[row]) for row in rows], dtype=object)


def find_class_names(root):
    """Returns the sorted names of the folders that hold at least one text."""
    if not root.is_dir():
        found = ", ".join(sorted(path.name for path in root.parent.glob("*"))[:20]) or "nothing"
        raise SystemExit(f"expected a folder of class folders at {root}, found beside it: {found}")
    folders = [path for path in root.iterdir() if path.is_dir() and path.name[0] != "."]
    class_names = sorted(folder.name for folder in folders if list_texts(folder))
    if len(class_names) < 2:
        raise SystemExit(f"expected two or more class folders in {root}, found: {class_names}")
    return class_names


def read_examples(data_dir):
    """Returns cleaned texts [n] and their class names [n], repeated texts once."""
    root = data_dir / TEXT_ROOT
    files = [(path, name) for name in find_class_names(root) for path in list_texts(root / name)]
    rows, texts = read_files([path for path, _ in files])
    labels = np.array([files[row][1] for row in rows], dtype=object)
    # A text that occurs twice must not stand in train and in test.
    _, first = np.unique(texts.astype(str), return_index=True)
    if len(first) < len(texts):
        print(f"skipped {len(texts) - len(first)} repeated texts", file=sys.stderr)
    first = np.sort(first)
    return texts[first], labels[first]


# %% Model
def build_model(
    class_count=CLASS_COUNT, vocabulary_size=VOCABULARY_SIZE, learning_rate=LEARNING_RATE
):
    """Returns the compiled network: word numbers [n, SEQUENCE_LENGTH] -> [n, class_count]."""
    inputs = keras.Input((SEQUENCE_LENGTH,), dtype="int32")
    features = layers.Embedding(vocabulary_size, 64)(inputs)
    features = layers.Dropout(0.2)(features)
    features = layers.SeparableConv1D(64, 5, padding="same", activation="relu")(features)
    features = layers.GlobalMaxPooling1D()(features)
    features = layers.Dense(64, activation="relu")(features)
    features = layers.Dropout(0.3)(features)
    outputs = layers.Dense(class_count, activation="softmax")(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% Inference
def example_input(data_dir):
    """Returns one text file of the data, to try the prediction with."""
    return list_texts(data_dir / TEXT_ROOT)[0]


def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with class and probabilities for one text file or a folder of them."""
    model, state = load_artifacts(output_dir)
    class_names = state["class_names"]
    found = list_texts(input_path) if input_path.is_dir() else [input_path]
    kept, texts = read_files(found)
    if not kept:
        raise SystemExit(f"expected a text or a folder of texts at {input_path}, found none")
    vectorizer = make_vectorizer(state["vocabulary"])
    batches = tf.data.Dataset.from_tensor_slices(texts).batch(BATCH_SIZE).map(vectorizer)
    scores = model.predict(batches, verbose=0)
    rows = pd.DataFrame({"file": [str(found[row]) for row in kept]})
    rows["prediction"] = [class_names[number] for number in predicted_numbers(scores)]
    rows[[f"probability_{name}" for name in class_names]] = class_scores(scores)
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows.to_csv(output_path, index=False)
    return output_path
