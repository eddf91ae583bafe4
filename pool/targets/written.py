"""The target is a text that is written word by word: decoding, baselines, answers.

Needs text/sequences. Needs score_results, measure_texts, name_metric and write_baseline of
targets/translation and the like.
"""

# %% Imports
import re

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.neighbors import NearestNeighbors

# %% Configuration
# Test items written in the evaluation: each word costs one pass through the network.
DECODED_ITEMS = 1000


# %% Evaluation
def join_words(words):
    """Returns words as one text, marks close to the word before them."""
    return re.sub(r" ([.,;:!?)\]])", r"\1", " ".join(words))


def write_targets(model, sources, state):
    """Returns the words [n] that the network writes greedily, word after word, for sources [n]."""
    numbers = number_words(sources, SOURCE_LENGTH, state["source_vocabulary"])
    vocabulary = state["target_vocabulary"]
    start, end = vocabulary.index(START), vocabulary.index(END)
    texts = []
    for first in range(0, len(sources), BATCH_SIZE):
        source = numbers[first : first + BATCH_SIZE]
        written = np.zeros((len(source), TARGET_LENGTH + 1), dtype="int32")
        written[:, 0] = start
        for place in range(TARGET_LENGTH):
            inputs = {"source": source, "target": written[:, :-1]}
            scores = np.array(model.predict_on_batch(inputs)[:, place])
            # Padding, the unknown word and the start mark are never written.
            scores[:, [0, 1, start]] = 0
            written[:, place + 1] = scores.argmax(axis=-1)
            if (written == end).any(axis=1).all():
                break
        for row in written[:, 1:]:
            ends = np.flatnonzero((row == end) | (row == 0))
            texts.append([vocabulary[number] for number in row[: ends[0] if len(ends) else None]])
    return texts


def nearest_targets(train, sources):
    """Returns the target of the train source that is nearest in TF-IDF to each source [n]."""
    train_sources, train_targets = train
    weights = TfidfVectorizer(tokenizer=str.split, token_pattern=None)
    neighbours = NearestNeighbors(n_neighbors=1, metric="cosine")
    neighbours.fit(weights.fit_transform(train_sources))
    _, rows = neighbours.kneighbors(weights.transform(sources))
    return [train_targets[row].split() for row in rows[:, 0]]


def exact_match(texts, targets):
    """Returns the share of texts that are written word by word as they should be."""
    return float(np.mean([words == target for words, target in zip(texts, targets, strict=True)]))


def show_examples(sources, texts, targets, output_dir):
    """Prints three test items and saves the histogram of written and true lengths in words."""
    for source, words, target in list(zip(sources, texts, targets, strict=True))[:3]:
        print(f"{source[:200]}\n  written: {join_words(words)}\n  true:    {join_words(target)}")
    figure, axis = plt.subplots(figsize=(8, 4))
    axis.hist([list(map(len, targets)), list(map(len, texts))], label=["true", "written"])
    axis.set(xlabel="words", ylabel="texts")
    axis.legend()
    save_figure(figure, output_dir, "written_lengths")


def measure_test(model, splits, state, output_dir):
    """Returns the metrics of texts written for the test split; prints some of them."""
    sources, targets = (part[:DECODED_ITEMS] for part in splits["test"])
    targets = [target.split() for target in targets]
    texts = {"model": write_targets(model, sources, state)}
    texts["baseline"] = write_simply(splits["train"], sources, targets)
    texts["reference"] = nearest_targets(splits["train"], sources)
    results = {name: judge_texts(words, targets) for name, words in texts.items()}
    show_examples(sources, texts["model"], targets, output_dir)
    details = measure_texts(texts, targets, state)
    details["exact_match"] = exact_match(texts["model"], targets)
    return compare_results(score_texts, results, name_metric(), details)


# %% Inference
def answer_items(model, items, state, output_path):
    """Returns the text that is written for each item; none for a text without a word."""
    texts = write_targets(model, items, state)
    answers = [
        "" if item == EMPTY_TEXT else join_words(words)
        for item, words in zip(items, texts, strict=True)
    ]
    return pd.DataFrame({"prediction": answers})
