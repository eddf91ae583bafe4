"""The target is the text in an image of one line, read by a CTC network.

Gives what driver and training/batches ask of a target; needs image/rows, image/encode and
image/thumbnails.
"""

# %% Imports
from collections import Counter

import numpy as np
import pandas as pd
import tensorflow as tf
from keras import ops

# %% Configuration
# The simple reference looks for the nearest of at most so many train images.
REFERENCE_ITEMS = 2000


# %% Data
def read_targets(table, names):
    """Returns the text of each row."""
    return to_text(table[names[0]]).str.strip()


def name_targets(targets):
    """Returns the texts [n] as titles of figures."""
    return list(targets)


def describe_targets(splits, output_dir):
    """Prints lengths and characters of the texts; saves how often each character occurs."""
    for split, (_, texts) in splits.items():
        lengths = texts.str.len()
        print(f"{split}: texts of {lengths.min()} to {lengths.max()} characters")
    counts = pd.Series(Counter("".join(splits["train"][1]))).sort_index()
    print(f"{len(counts)} characters in train: {''.join(counts.index)}")
    axis = counts.plot.bar(figsize=(8, 4), xlabel="character", ylabel="times in train")
    save_figure(axis.figure, output_dir, "characters")


# %% Preprocessing
def learn_targets(targets):
    """Returns the characters of train, and how many they are and how long the longest text is."""
    characters = sorted(set("".join(targets)))
    sizes = {"character_count": len(characters), "text_length": max(map(len, targets))}
    return {"characters": characters, "sizes": sizes}


def encode_texts(texts, state):
    """Returns texts as int32 [n, text_length]; 0 is padding, the first character is 1.

    Characters that train lacks cannot be read and are left out; longer texts are cut.
    """
    numbers = {name: number + 1 for number, name in enumerate(state["characters"])}
    targets = np.zeros((len(texts), state["sizes"]["text_length"]), dtype="int32")
    for row, text in zip(targets, texts, strict=True):
        known = [numbers[name] for name in text if name in numbers][: len(row)]
        row[: len(known)] = known
    return targets


def target_dataset(targets, state):
    """Returns the characters of texts [n] one by one [text_length]."""
    return tf.data.Dataset.from_tensor_slices(encode_texts(targets, state))


# %% Evaluation
def decode_greedily(logits, characters):
    """Returns the texts [n] of logits [n, steps, classes], and how sure each is, 0-1.

    The best class of each step counts; repeats are joined and blanks dropped.
    """
    probabilities = ops.convert_to_numpy(ops.softmax(logits, axis=-1))
    texts, sureness = [], []
    for row in probabilities:
        best = row.argmax(axis=-1)
        changed = np.diff(best, prepend=-1) != 0
        texts.append("".join(characters[number - 1] for number in best[changed] if number > 0))
        sureness.append(float(np.exp(np.mean(np.log(row.max(axis=-1))))))
    return texts, np.array(sureness)


def edit_distance(first, second):
    """Returns the fewest insertions, deletions and replacements that turn one text into another."""
    row = list(range(len(second) + 1))
    for count, left in enumerate(first, start=1):
        previous, row = row, [count]
        for index, right in enumerate(second):
            replaced = previous[index] + (left != right)
            row.append(min(replaced, previous[index + 1] + 1, row[-1] + 1))
    return row[-1]


def count_edits(texts, truths):
    """Returns the edits that each text needs, and the characters of its truth [n, 2]."""
    pairs = zip(texts, truths, strict=True)
    return np.array([(edit_distance(text, truth), len(truth)) for text, truth in pairs])


def score_results(results):
    """Returns the edits needed per true character: 0 is perfect, an empty answer scores 1."""
    return results[:, 0].sum() / max(1, results[:, 1].sum())


def nearest_texts(train, paths):
    """Returns for each image file the text of the nearest train image."""
    known, texts = train
    pixels = reference_inputs(known[:REFERENCE_ITEMS], {})
    distances = [np.square(pixels - item).sum(axis=1) for item in reference_inputs(paths, {})]
    return [texts.iloc[row.argmin()] for row in distances]


def measure_test(model, splits, state, output_dir):
    """Returns the metrics of the test split; saves the images that are read worst."""
    paths, truths = splits["test"]
    texts, _ = decode_greedily(predict_scores(model, paths, state), state["characters"])
    usual = splits["train"][1].mode()[0]
    # An empty answer needs one edit per character: a constant text should not be worse.
    constant = min(
        (usual, ""), key=lambda text: count_edits([text] * len(truths), truths)[:, 0].sum()
    )
    results = {
        "model": count_edits(texts, truths),
        "baseline": count_edits([constant] * len(truths), truths),
        "reference": count_edits(nearest_texts(splits["train"], paths), truths),
    }
    worst = np.argsort(-results["model"][:, 0], kind="stable")[:9]
    titles = [f"{truths.iloc[row]}, read {texts[row]}" for row in worst]
    show_items(paths[worst], titles, output_dir, "worst")
    details = {
        "exact_match": float(np.mean(results["model"][:, 0] == 0)),
        "exact_match_frequent": float(np.mean(truths == usual)),
    }
    names = {"metric": "character_error_rate", "higher_is_better": False}
    names |= {"baseline_name": "most frequent train text or none"}
    names |= {"reference_name": "text of the nearest train image"}
    return compare_results(score_results, results, names, details)


# %% Inference
def answer_items(model, items, state, output_path):
    """Returns the text of each image, and how sure it is."""
    texts, sureness = decode_greedily(predict_scores(model, items, state), state["characters"])
    return pd.DataFrame({"text": texts, "sureness": sureness.round(4)})
