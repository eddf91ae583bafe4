"""The target is the next word of a text: perplexity, n-gram baselines, continued texts.

Needs text/running.
"""

# %% Imports
import re
from collections import Counter

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

# %% Configuration
# How many words are written, and how bold the choice is: below 1 cautious, above 1 wild.
WRITTEN_WORDS = 40
TEMPERATURE = 0.7
# Share of the bigram in the simple reference, the rest is how frequent the word is.
BIGRAM_SHARE = 0.8


# %% Data
def join_words(words):
    """Returns words as one text, marks close to the word before them."""
    return re.sub(r" ([.,;:!?)\]])", r"\1", " ".join(words))


# %% Evaluation
def score_results(results):
    """Returns the perplexity of probabilities [n] of the words that came: 1 is certain."""
    return np.exp(-np.mean(np.log(np.maximum(results, 1e-12))))


def guess_simply(words, windows, state):
    """Returns the probability [n] of what came by its frequency, and with the word before."""
    numbers = number_words(words, state["vocabulary"])
    size = state["sizes"]["vocabulary_size"]
    counts = np.bincount(numbers, minlength=size) + 1.0
    frequencies = (counts / counts.sum())[windows[:, -1]]
    pairs = Counter(zip(numbers[:-1].tolist(), numbers[1:].tolist(), strict=True))
    followed = np.maximum(np.bincount(numbers[:-1], minlength=size), 1)
    bigrams = [pairs[before, word] / followed[before] for before, word in windows[:, -2:].tolist()]
    return frequencies, BIGRAM_SHARE * np.array(bigrams) + (1 - BIGRAM_SHARE) * frequencies


def write_on(model, prompts, state):
    """Returns for lists of words [n] the WRITTEN_WORDS words that the network draws after them."""
    vocabulary = state["vocabulary"]
    generator = np.random.default_rng(SEED)
    texts = [list(number_words(prompt, vocabulary)) for prompt in prompts]
    for _ in range(WRITTEN_WORDS):
        inputs = pad_recent(texts, vocabulary)
        scores = np.asarray(model.predict_on_batch(inputs), dtype="float64")
        chances = np.maximum(scores, 1e-12) ** (1 / TEMPERATURE)
        chances[:, UNWRITTEN] = 0
        for numbers, row in zip(texts, chances / chances.sum(axis=1, keepdims=True), strict=True):
            numbers.append(generator.choice(len(row), p=row))
    return [name_words(numbers[-WRITTEN_WORDS:], vocabulary) for numbers in texts]


def plot_perplexities(metrics, output_dir):
    """Saves the perplexity of baseline, reference and network as bars; lower is better."""
    names = [metrics["baseline_name"], metrics["reference_name"], "network"]
    values = [metrics["baseline"], metrics["reference"], metrics["model"]]
    figure, axis = plt.subplots(figsize=(7, 3))
    axis.barh(names, values)
    axis.set(xlabel="perplexity of the test words")
    save_figure(figure, output_dir, "perplexities")


def measure_test(model, splits, state, output_dir):
    """Returns the metrics of the words of the test split; prints two continued texts."""
    words = splits["test"][0]
    windows = cut_windows(words, state["vocabulary"])
    chances, correct = [], []
    for start in range(0, len(windows), BATCH_SIZE):
        batch = windows[start : start + BATCH_SIZE]
        scores = model.predict_on_batch(batch[:, :-1])
        chances.append(scores[np.arange(len(batch)), batch[:, -1]])
        correct.append(scores.argmax(axis=-1) == batch[:, -1])
    results = {"model": np.concatenate(chances)}
    simple = guess_simply(splits["train"][0], windows, state)
    results["baseline"], results["reference"] = simple
    details = {"accuracy": float(np.mean(np.concatenate(correct)))}
    names = {"metric": "perplexity", "higher_is_better": False}
    names |= {"baseline_name": "word frequencies", "reference_name": "bigram model"}
    metrics = compare_results(score_results, results, names, details)
    plot_perplexities(metrics, output_dir)
    prompts = [words[:SEQUENCE_LENGTH], words[-SEQUENCE_LENGTH:]]
    for prompt, found in zip(prompts, write_on(model, prompts, state), strict=True):
        print(f"{join_words(prompt[-20:])} ... {join_words(found)}")
    return metrics


# %% Inference
def answer_items(model, items, state, output_path):
    """Returns the continuation of each text."""
    written = write_on(model, items, state)
    return pd.DataFrame({"prediction": [join_words(words) for words in written]})
