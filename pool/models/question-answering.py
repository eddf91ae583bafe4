"""What the program question-answering alone has."""


# %% Imports
from collections import Counter
from keras import layers
import keras
import numpy as np
import pandas as pd


# %% Model
def build_model(
    source_size=VOCABULARY_SIZE, target_size=VOCABULARY_SIZE, learning_rate=LEARNING_RATE
):
    """Returns the compiled network: {source, target} word numbers -> [n, TARGET_LENGTH, words]."""
    source = keras.Input((SOURCE_LENGTH,), dtype="int32", name="source")
    target = keras.Input((TARGET_LENGTH,), dtype="int32", name="target")
    encoded = layers.Embedding(source_size, EMBEDDING_UNITS, mask_zero=True)(source)
    _, *states = RECURRENT(RECURRENT_UNITS, return_state=True)(encoded)
    decoded = layers.Embedding(target_size, EMBEDDING_UNITS, mask_zero=True)(target)
    features = RECURRENT(RECURRENT_UNITS, return_sequences=True)(decoded, initial_state=states)
    features = layers.Dropout(DROPOUT_RATE)(features)
    outputs = layers.Dense(target_size, activation="softmax")(features)
    model = keras.Model({"source": source, "target": target}, outputs)
    # The embedding's mask reaches the loss and the metric: padding counts in neither.
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% Evaluation
def word_f1(predicted, targets):
    """Returns the mean F1, 0 to 1, of the words of written and true answers, order aside."""
    scores = []
    for words, target in zip(predicted, targets, strict=True):
        shared = (Counter(words) & Counter(target)).total()
        scores.append(2 * shared / max(1, len(words) + len(target)))
    return float(np.mean(scores))


def exact_match(predicted, targets):
    """Returns the share of answers that are written word by word as they should be."""
    matches = [words == target for words, target in zip(predicted, targets, strict=True)]
    return float(np.mean(matches))


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores written test texts against baselines, writes metrics and figures, returns them."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    splits = split_pairs(data_dir, limit)
    sources, targets = (texts[:DECODED_ITEMS] for texts in splits["test"])
    targets = [target.split() for target in targets]
    predicted = write_targets(model, sources, state)
    usual = Counter(splits["train"][1]).most_common(1)[0][0].split()
    metrics = {
        "metric": "word F1",
        "higher_is_better": True,
        "model": word_f1(predicted, targets),
        "baseline": word_f1([usual] * len(targets), targets),
        "reference": word_f1(nearest_targets(splits["train"], sources), targets),
        "baseline_name": "most frequent answer",
        "reference_name": "answer to the nearest train question",
        "test_size": len(targets),
        "details": {
            "exact_match": exact_match(predicted, targets),
            "length_ratio": sum(map(len, predicted)) / sum(map(len, targets)),
        },
    }
    write_metrics(metrics, output_dir)
    show_examples(sources, predicted, targets, output_dir)
    return metrics


# %% Inference
def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with a answer for each text of a table or each line of a .txt file."""
    model, state = load_artifacts(output_dir)
    if input_path.suffix.lower() == ".txt" and input_path.name != TABLE_FILE:
        lines = input_path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
        sources = pd.Series(lines, dtype="str")
    else:
        table = read_table(input_path)
        if SOURCE_COLUMN not in table.columns:
            raise SystemExit(f"expected column {SOURCE_COLUMN}, found {list(table.columns)}")
        sources = table[SOURCE_COLUMN].dropna().astype(str)
    cleaned = [clean_text(text) for text in sources]
    # A text without a word has no answer.
    written = iter(write_targets(model, [text for text in cleaned if text], state))
    answers = [join_words(next(written)) if text else "" for text in cleaned]
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows = pd.DataFrame({"source": sources.to_numpy(), "prediction": answers})
    rows.to_csv(output_path, index=False)
    return output_path
