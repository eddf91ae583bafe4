"""What the program summarisation alone has."""


# %% Imports
from keras import layers
import keras
import numpy as np
import pandas as pd
import re


# %% Configuration
RECURRENT = layers.GRU


# %% Model
def build_model(
    source_size=VOCABULARY_SIZE, target_size=VOCABULARY_SIZE, learning_rate=LEARNING_RATE
):
    """Returns the compiled network: {source, target} word numbers -> [n, TARGET_LENGTH, words]."""
    source = keras.Input((SOURCE_LENGTH,), dtype="int32", name="source")
    target = keras.Input((TARGET_LENGTH,), dtype="int32", name="target")
    encoder = RECURRENT(RECURRENT_UNITS, return_sequences=True, return_state=True)
    encoded = layers.Embedding(source_size, EMBEDDING_UNITS, mask_zero=True)(source)
    encoded, *states = layers.Bidirectional(encoder)(encoded)
    # The decoder starts from what both directions remember, side by side.
    pairs = zip(states[: len(states) // 2], states[len(states) // 2 :], strict=True)
    states = [layers.Concatenate()(list(pair)) for pair in pairs]
    decoded = layers.Embedding(target_size, EMBEDDING_UNITS, mask_zero=True)(target)
    decoded = RECURRENT(2 * RECURRENT_UNITS, return_sequences=True)(decoded, initial_state=states)
    context = layers.AdditiveAttention()([decoded, encoded])
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
def f_measure(matched, predicted_count, target_count):
    """Returns the F1, 0 to 1, of matched units among the predicted and the true ones."""
    return 2 * matched / max(1, predicted_count + target_count)


def rouge_n(predicted, targets, size):
    """Returns the mean ROUGE-N F1 of word lists for runs of `size` words."""
    scores = []
    for words, target in zip(predicted, targets, strict=True):
        written, true = count_runs(words, size), count_runs(target, size)
        scores.append(f_measure((written & true).total(), written.total(), true.total()))
    return float(np.mean(scores))


def common_length(first, second):
    """Returns the length of the longest common subsequence of two word lists."""
    lengths = [0] * (len(second) + 1)
    for word in first:
        diagonal = 0
        for place, other in enumerate(second, start=1):
            diagonal, kept = lengths[place], diagonal
            best = max(lengths[place], lengths[place - 1])
            lengths[place] = kept + 1 if word == other else best
    return lengths[-1]


def rouge_l(predicted, targets):
    """Returns the mean ROUGE-L F1, 0 to 1, of word lists."""
    scores = []
    for words, target in zip(predicted, targets, strict=True):
        scores.append(f_measure(common_length(words, target), len(words), len(target)))
    return float(np.mean(scores))


def lead_sentences(sources):
    """Returns the first three sentences of each source [n], the usual baseline of summaries."""
    leads = []
    for source in sources:
        sentences = re.findall(r"[^.!?\u3002]+[.!?\u3002]*", source)
        leads.append(" ".join(sentences[:3]).split()[:TARGET_LENGTH])
    return leads


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores written test texts against baselines, writes metrics and figures, returns them."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    splits = split_pairs(data_dir, limit)
    sources, targets = (texts[:DECODED_ITEMS] for texts in splits["test"])
    targets = [target.split() for target in targets]
    predicted = write_targets(model, sources, state)
    metrics = {
        "metric": "ROUGE-L",
        "higher_is_better": True,
        "model": rouge_l(predicted, targets),
        "baseline": rouge_l(lead_sentences(sources), targets),
        "reference": rouge_l(nearest_targets(splits["train"], sources), targets),
        "baseline_name": "first three sentences",
        "reference_name": "summary of the nearest train text",
        "test_size": len(targets),
        "details": {
            "rouge_1": rouge_n(predicted, targets, 1),
            "rouge_2": rouge_n(predicted, targets, 2),
            "lead_rouge_1": rouge_n(lead_sentences(sources), targets, 1),
            "lead_rouge_2": rouge_n(lead_sentences(sources), targets, 2),
        },
    }
    write_metrics(metrics, output_dir)
    show_examples(sources, predicted, targets, output_dir)
    return metrics


# %% Inference
def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with a summary for each text of a table or each line of a .txt file."""
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
    # A text without a word has no summary.
    written = iter(write_targets(model, [text for text in cleaned if text], state))
    answers = [join_words(next(written)) if text else "" for text in cleaned]
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows = pd.DataFrame({"source": sources.to_numpy(), "prediction": answers})
    rows.to_csv(output_path, index=False)
    return output_path
