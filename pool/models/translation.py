"""What the program translation alone has."""


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
    encoded, *states = RECURRENT(RECURRENT_UNITS, return_sequences=True, return_state=True)(encoded)
    decoded = layers.Embedding(target_size, EMBEDDING_UNITS, mask_zero=True)(target)
    decoded = RECURRENT(RECURRENT_UNITS, return_sequences=True)(decoded, initial_state=states)
    context = layers.Attention()([decoded, encoded])
    features = layers.Concatenate()([decoded, context])
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
def bleu(predicted, targets):
    """Returns corpus BLEU-4, 0 to 1, of word lists; longer runs are smoothed by one."""
    precisions = []
    for size in range(1, 5):
        pairs = [
            (count_runs(words, size), count_runs(target, size))
            for words, target in zip(predicted, targets, strict=True)
        ]
        smoothing = 0 if size == 1 else 1
        matched = sum((written & true).total() for written, true in pairs) + smoothing
        precisions.append(matched / max(1, sum(w.total() for w, _ in pairs) + smoothing))
    if precisions[0] == 0:
        return 0.0
    lengths = sum(map(len, targets)) / max(1, sum(map(len, predicted)))
    brevity = min(1.0, float(np.exp(1 - lengths)))
    return brevity * float(np.exp(np.mean(np.log(precisions))))


def exact_match(predicted, targets):
    """Returns the share of sentences that are written word by word as they should be."""
    matches = [words == target for words, target in zip(predicted, targets, strict=True)]
    return float(np.mean(matches))


def score_trivial(train_targets, sources, targets):
    """Returns the better BLEU of copying the source and of the most frequent train sentence."""
    usual = Counter(train_targets).most_common(1)[0][0].split()
    copied = bleu([source.split() for source in sources], targets)
    return max(copied, bleu([usual] * len(targets), targets))


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores written test texts against baselines, writes metrics and figures, returns them."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    splits = split_pairs(data_dir, limit)
    sources, targets = (texts[:DECODED_ITEMS] for texts in splits["test"])
    targets = [target.split() for target in targets]
    predicted = write_targets(model, sources, state)
    known = set(state["target_vocabulary"])
    metrics = {
        "metric": "BLEU",
        "higher_is_better": True,
        "model": bleu(predicted, targets),
        "baseline": score_trivial(splits["train"][1], sources, targets),
        "reference": bleu(nearest_targets(splits["train"], sources), targets),
        "baseline_name": "better of copied source and most frequent sentence",
        "reference_name": "translation of the nearest train sentence",
        "test_size": len(targets),
        "details": {
            "exact_match": exact_match(predicted, targets),
            "unknown_share": float(
                np.mean([word not in known for words in targets for word in words])
            ),
        },
    }
    write_metrics(metrics, output_dir)
    show_examples(sources, predicted, targets, output_dir)
    return metrics


# %% Inference
def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with a translation for each text of a table or each line of a .txt file."""
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
    # A text without a word has no translation.
    written = iter(write_targets(model, [text for text in cleaned if text], state))
    answers = [join_words(next(written)) if text else "" for text in cleaned]
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows = pd.DataFrame({"source": sources.to_numpy(), "prediction": answers})
    rows.to_csv(output_path, index=False)
    return output_path
