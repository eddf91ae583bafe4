"""What the program text-generation alone has."""


# %% Imports
from collections import Counter
from keras import layers
from typing import NamedTuple
import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf


# %% Configuration
# Text file in the data folder; None reads all .txt files in it.
TEXT_FILE = None
# Words that the network sees before the one it predicts.
SEQUENCE_LENGTH = 30
# Words from the start of one window to the start of the next.
WINDOW_STEP = 1
# How many words are written, and how bold the choice is: below 1 cautious, above 1 wild.
WRITTEN_WORDS = 40
TEMPERATURE = 0.7
# Share of the bigram in the simple reference, the rest is how frequent the word is.
BIGRAM_SHARE = 0.8


# %% Data
class Prepared(NamedTuple):
    """Batches of word numbers [n, SEQUENCE_LENGTH] with the next word, and what train taught."""

    train: tf.data.Dataset
    validation: tf.data.Dataset
    test: tf.data.Dataset
    state: dict


def find_texts(data_dir):
    """Returns the text file that TEXT_FILE names, or all text files of the data folder."""
    paths = list_texts(data_dir) if TEXT_FILE is None else [data_dir / TEXT_FILE]
    if not paths or not paths[0].is_file():
        found = ", ".join(sorted(path.name for path in data_dir.glob("*"))[:20]) or "nothing"
        raise SystemExit(f"expected {TEXT_FILE or '.txt files'} in {data_dir}, found: {found}")
    return paths


def read_words(path):
    """Returns the words and marks of a text file in order; UTF-8 or else Windows-1252."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    return clean_text(text).split()


def split_words(data_dir):
    """Returns {split: words}: the beginning trains, the end tests; no window is shared."""
    words = [word for path in find_texts(data_dir) for word in read_words(path)]
    shortest = SEQUENCE_LENGTH + 1
    second = len(words) - max(shortest, round(len(words) * TEST_SHARE))
    first = second - max(shortest, round(len(words) * VALIDATION_SHARE))
    if first < shortest:
        raise SystemExit(f"expected {3 * shortest} or more words in {data_dir}, found {len(words)}")
    return {"train": words[:first], "validation": words[first:second], "test": words[second:]}


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    splits = split_words(data_dir)
    state = state or learn_state(splits)
    train = make_dataset(splits["train"], state, batch_size, limit, training=True)
    validation = make_dataset(splits["validation"], state, batch_size, limit)
    test = make_dataset(splits["test"], state, batch_size, limit)
    return Prepared(train, validation, test, state)


def load_data(data_dir):
    """Returns train, validation and test as batches of (word numbers, next word)."""
    return prepare(data_dir)[:3]


def describe(data_dir, output_dir):
    """Prints words per split, their beginning and the most frequent words; saves frequencies."""
    splits = split_words(data_dir)
    print(pd.Series({split: len(words) for split, words in splits.items()}, name="words"))
    print("train begins:", join_words(splits["train"][:60]))
    counts = Counter(splits["train"])
    known = {word for word, _ in counts.most_common(VOCABULARY_SIZE - 2)}
    unknown = np.mean([word not in known for word in splits["test"]])
    print(f"{len(counts)} different words in train; {unknown:.1%} of the test words are unknown")
    names, values = zip(*counts.most_common(20), strict=True)
    figure, axis = plt.subplots(figsize=(8, 5))
    axis.barh(range(len(names)), values, tick_label=names)
    axis.invert_yaxis()
    axis.set(xlabel="times in train", ylabel="word")
    save_figure(figure, output_dir, "words")


# %% Preprocessing
def learn_state(splits):
    """Returns the words of train, most frequent first, after padding and unknown; their count."""
    counts = Counter(splits["train"])
    vocabulary = ["", UNKNOWN] + [word for word, _ in counts.most_common(VOCABULARY_SIZE - 2)]
    return {"vocabulary": vocabulary, "sizes": {"vocabulary_size": len(vocabulary)}}


def number_words(words, vocabulary):
    """Returns word numbers int32 [n] for a list of words; unknown ones share a number."""
    numbers = {word: number for number, word in enumerate(vocabulary)}
    unknown = vocabulary.index(UNKNOWN)
    return np.array([numbers.get(word, unknown) for word in words], dtype="int32")


def cut_windows(words, vocabulary, limit=None):
    """Returns word numbers [n, SEQUENCE_LENGTH + 1]; the last of each row is to be predicted."""
    numbers = number_words(words, vocabulary)
    windows = np.lib.stride_tricks.sliding_window_view(numbers, SEQUENCE_LENGTH + 1)
    return windows[::WINDOW_STEP][:limit]


def encode_labels(numbers):
    """Returns training targets [n] for word numbers [n]."""
    return np.asarray(numbers, dtype="int32")


def label_numbers(targets):
    """Returns word numbers [n] for training targets."""
    return np.asarray(targets, dtype="int32")


def make_dataset(words, state, batch_size, limit=None, training=False):
    """Returns batches of (word numbers [n, SEQUENCE_LENGTH], next word); train is shuffled."""
    windows = cut_windows(words, state["vocabulary"], limit)
    targets = encode_labels(windows[:, -1])
    dataset = tf.data.Dataset.from_tensor_slices((windows[:, :-1], targets))
    if training:
        dataset = dataset.shuffle(len(windows), seed=SEED)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Model
def build_model(vocabulary_size=VOCABULARY_SIZE, learning_rate=LEARNING_RATE):
    """Returns the compiled network: word numbers [n, SEQUENCE_LENGTH] -> next word [n, words]."""
    inputs = keras.Input((SEQUENCE_LENGTH,), dtype="int32")
    features = layers.Embedding(vocabulary_size, 128, mask_zero=True)(inputs)
    features = layers.LSTM(128, return_sequences=True)(features)
    features = layers.Dropout(0.2)(features)
    features = layers.LSTM(128)(features)
    features = layers.Dropout(0.2)(features)
    outputs = layers.Dense(vocabulary_size, activation="softmax")(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% Evaluation
def predicted_numbers(scores):
    """Returns the likeliest word numbers [n] for model outputs [n, words]."""
    return np.argmax(scores, axis=-1)


def class_scores(scores):
    """Returns word probabilities [n, words] for model outputs."""
    return np.asarray(scores)


def collect(model, dataset):
    """Returns for each test word [n] the probability it was given and whether it came first."""
    chances, correct = [], []
    for batch, targets in dataset:
        numbers = label_numbers(targets)
        scores = model.predict_on_batch(batch)
        chances.append(class_scores(scores)[np.arange(len(numbers)), numbers])
        correct.append(predicted_numbers(scores) == numbers)
    return np.concatenate(chances), np.concatenate(correct)


def perplexity(chances):
    """Returns exp of the mean surprise for probabilities [n] of what came: 1 is certain."""
    return float(np.exp(-np.mean(np.log(np.maximum(chances, 1e-12)))))


def score_baselines(train_words, windows, vocabulary):
    """Returns the perplexity of word frequencies, and of them mixed with the word before."""
    numbers = number_words(train_words, vocabulary)
    counts = np.bincount(numbers, minlength=len(vocabulary)) + 1.0
    frequencies = (counts / counts.sum())[windows[:, -1]]
    pairs = Counter(zip(numbers[:-1].tolist(), numbers[1:].tolist(), strict=True))
    followed = np.maximum(np.bincount(numbers[:-1], minlength=len(vocabulary)), 1)
    bigrams = [pairs[before, word] / followed[before] for before, word in windows[:, -2:].tolist()]
    mixed = BIGRAM_SHARE * np.array(bigrams) + (1 - BIGRAM_SHARE) * frequencies
    return perplexity(frequencies), perplexity(mixed)


def write_on(model, prompts, state):
    """Returns for lists of words [n] the WRITTEN_WORDS words that the network draws after them."""
    vocabulary = state["vocabulary"]
    generator = np.random.default_rng(SEED)
    texts = [list(number_words(prompt, vocabulary)) for prompt in prompts]
    for _ in range(WRITTEN_WORDS):
        recent = [numbers[-SEQUENCE_LENGTH:] for numbers in texts]
        inputs = keras.utils.pad_sequences(recent, SEQUENCE_LENGTH, padding="post")
        scores = class_scores(model.predict_on_batch(inputs))
        chances = np.maximum(scores, 1e-12).astype("float64") ** (1 / TEMPERATURE)
        chances[:, :2] = 0  # padding and the unknown word are never written
        for numbers, row in zip(texts, chances / chances.sum(axis=1, keepdims=True), strict=True):
            numbers.append(generator.choice(len(vocabulary), p=row))
    return [[vocabulary[number] for number in numbers[-WRITTEN_WORDS:]] for numbers in texts]


def plot_perplexities(metrics, output_dir):
    """Saves the perplexity of baseline, reference and network as bars; lower is better."""
    names = [metrics["baseline_name"], metrics["reference_name"], "network"]
    values = [metrics["baseline"], metrics["reference"], metrics["model"]]
    figure, axis = plt.subplots(figsize=(7, 3))
    axis.barh(names, values)
    axis.set(xlabel="perplexity of the test words")
    save_figure(figure, output_dir, "perplexities")


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    splits = split_words(data_dir)
    prepared = prepare(data_dir, limit=limit, state=state)
    chances, correct = collect(model, prepared.test)
    windows = cut_windows(splits["test"], state["vocabulary"], limit)
    baseline, reference = score_baselines(splits["train"], windows, state["vocabulary"])
    metrics = {
        "metric": "perplexity",
        "higher_is_better": False,
        "model": perplexity(chances),
        "baseline": baseline,
        "reference": reference,
        "baseline_name": "word frequencies",
        "reference_name": "bigram model",
        "test_size": len(chances),
        "details": {"accuracy": float(np.mean(correct))},
    }
    write_metrics(metrics, output_dir)
    plot_perplexities(metrics, output_dir)
    prompts = [splits["test"][:SEQUENCE_LENGTH], splits["test"][-SEQUENCE_LENGTH:]]
    for prompt, words in zip(prompts, write_on(model, prompts, state), strict=True):
        print(f"{join_words(prompt[-20:])} ... {join_words(words)}")
    return metrics


# %% Inference
def example_input(data_dir):
    """Returns one text file of the data, to be continued."""
    return find_texts(data_dir)[0]


def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with a continuation for one text file or each file of a folder."""
    model, state = load_artifacts(output_dir)
    paths = list_texts(input_path) if input_path.is_dir() else [input_path]
    prompts = [read_words(path) for path in paths]
    kept = [row for row, prompt in enumerate(prompts) if prompt]
    if not kept:
        raise SystemExit(f"expected a text or a folder of texts at {input_path}, found none")
    written = write_on(model, [prompts[row] for row in kept], state)
    rows = pd.DataFrame({"file": [str(paths[row]) for row in kept]})
    rows["prediction"] = [join_words(words) for words in written]
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows.to_csv(output_path, index=False)
    return output_path
