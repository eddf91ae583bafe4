"""The target is whether a text fits an image: pairs are drawn from captions.

Needs image/captions and thumbnails. Gives what driver and training ask of a target.
"""

# %% Imports
from collections import Counter
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge
from sklearn.metrics import roc_auc_score

# %% Configuration
# The first entries of the vocabulary: padding and rare words.
MARKS = ("", "[unknown]")
# The simple reference learns from at most so many train images.
REFERENCE_ITEMS = 2000


# %% Preprocessing
def encode_captions(captions, state):
    """Returns captions (word lists) as token numbers, int32 [n, SEQUENCE_LENGTH], padded behind."""
    numbers = {word: number for number, word in enumerate(state["vocabulary"])}
    tokens = np.zeros((len(captions), SEQUENCE_LENGTH), dtype="int32")
    for row, words in zip(tokens, captions, strict=True):
        known = [numbers.get(word, MARKS.index("[unknown]")) for word in words[:SEQUENCE_LENGTH]]
        row[: len(known)] = known
    return tokens


def find_mismatch(texts, group, start):
    """Returns the first text from a place on that is none of a group; None where all are."""
    places = ((start + step) % len(texts) for step in range(len(texts)))
    return next((texts[place] for place in places if texts[place] not in group), None)


def draw_pairs(items, targets, generator):
    """Returns paths, captions and fits (0 or 1): each caption with its image and with another's."""
    groups = dict(zip(items, targets, strict=True))
    pairs = [(path, words, 1.0) for path, group in groups.items() for words in group]
    texts = [words for _, words, _ in pairs]
    for path, _, _ in list(pairs):
        # The same words may stand below both images: that is no mismatch.
        other = find_mismatch(texts, groups[path], generator.integers(len(texts)))
        if other is not None:
            pairs.append((path, other, 0.0))
    pairs = [pairs[row] for row in generator.permutation(len(pairs))]
    paths, texts, fits = zip(*pairs, strict=True)
    return np.array(paths), list(texts), np.array(fits, dtype="float32")


def load_item(path, tokens, fits):
    """Reads one image inside a tf.data pipeline."""
    return {"image": load_image(path), "tokens": tokens}, fits


def make_dataset(items, targets, state, batch_size, training=False):
    """Returns batches of pairs; train draws new mismatches each epoch, the others keep theirs."""
    kept = np.random.default_rng(SEED)

    def draw():
        """Yields the file, the tokens and the fit of each pair."""
        generator = kept if training else np.random.default_rng(SEED)
        paths, texts, fits = draw_pairs(items, targets, generator)
        yield from zip(paths, encode_captions(texts, state), fits, strict=True)

    signature = (
        tf.TensorSpec((), tf.string),
        tf.TensorSpec((SEQUENCE_LENGTH,), tf.int32),
        tf.TensorSpec((), tf.float32),
    )
    dataset = tf.data.Dataset.from_generator(draw, output_signature=signature)
    dataset = dataset.map(load_item, num_parallel_calls=tf.data.AUTOTUNE)
    count = len(draw_pairs(items, targets, np.random.default_rng(SEED))[2])
    dataset = dataset.apply(tf.data.experimental.assert_cardinality(count))
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Evaluation
def score_pairs(model, paths, captions, state):
    """Returns the scores [n] of image files and captions (word lists)."""
    tokens = encode_captions(captions, state)
    scores = []
    for start in range(0, len(paths), BATCH_SIZE):
        part = slice(start, start + BATCH_SIZE)
        batch = {"image": read_images(paths[part]), "tokens": tokens[part]}
        scores.append(model.predict_on_batch(batch)[:, 0])
    return np.concatenate(scores)


def score_reference(train, paths, captions):
    """Returns scores [n] of ridge regression from thumbnails to the words of their captions."""
    known, groups = (part[:REFERENCE_ITEMS] for part in train)
    joined = [" ".join(word for words in group for word in words) for group in groups]
    vectorizer = TfidfVectorizer(token_pattern=r"\S+", max_features=VOCABULARY_SIZE)
    words = vectorizer.fit_transform(joined).toarray()
    expected = Ridge(alpha=10.0).fit(reference_inputs(known, {}) / 255, words)
    expected = expected.predict(reference_inputs(paths, {}) / 255)
    words = vectorizer.transform([" ".join(caption) for caption in captions]).toarray()
    norms = np.linalg.norm(expected, axis=1) * np.linalg.norm(words, axis=1)
    return np.sum(expected * words, axis=1) / np.maximum(norms, 1e-9)


def score_texts_alone(train, captions):
    """Returns scores [n] that do not look at the image: how often train says the caption."""
    counts = Counter(tuple(words) for words in list_captions(train[1]))
    return np.array([counts[tuple(words)] for words in captions])


def plot_scores(fits, scores, output_dir):
    """Saves the histograms of scores of fitting and of other captions."""
    figure, axis = plt.subplots(figsize=(6, 4))
    bins = np.linspace(0, 1, 31)
    axis.hist(scores[fits == 0], bins, alpha=0.6, label="other image's caption")
    axis.hist(scores[fits == 1], bins, alpha=0.6, label="own caption")
    axis.set(xlabel="score", ylabel="pairs")
    axis.legend()
    save_figure(figure, output_dir, "scores")


def measure_test(model, splits, state, output_dir):
    """Returns the metrics of pairs of the test split; saves their scores and the worst pairs."""
    paths, captions, fits = draw_pairs(*splits["test"], np.random.default_rng(SEED))
    if len(np.unique(fits)) < 2:
        raise SystemExit("expected captions that differ between test images, found none")
    scores = {"model": score_pairs(model, paths, captions, state)}
    scores["baseline"] = score_texts_alone(splits["train"], captions)
    scores["reference"] = score_reference(splits["train"], paths, captions)
    results = {name: np.stack([fits, values], axis=1) for name, values in scores.items()}
    found = scores["model"]
    plot_scores(fits, found, output_dir)
    worst = np.argsort(-np.abs(fits - found))[:9]
    titles = [f"{found[row]:.2f}: {' '.join(captions[row])[:34]}" for row in worst]
    show_items(paths[worst], titles, output_dir, "worst")
    details = {"accuracy_at_half": float(np.mean((found > 0.5) == (fits == 1)))}
    names = {"metric": "roc_auc", "higher_is_better": True}
    names |= {"baseline_name": "frequency of the caption, image unseen"}
    names |= {"reference_name": "ridge regression from thumbnails to words"}
    return compare_results(rank_results, results, names, details)


def rank_results(results):
    """Returns the area under the ROC curve of pairs of truth and score [n, 2]; NaN of one kind."""
    return roc_auc_score(*results.T) if np.ptp(results[:, 0]) else np.nan


# %% Inference
def read_items(input_path, state):
    """Returns the rows of a table of images and texts, and the same rows with their images.

    The table has the columns of the training data; its images lie in the same place beside it.
    """
    # The table's folder is the data folder, unless the table lies in a folder below it.
    data_dir = input_path.parents[len(Path(TABLE_FILE or "table").parts) - 1]
    table = read_captions(input_path, data_dir)
    table = table[keep_readable(table["path"])].reset_index(drop=True)
    return table.drop(columns=["path", "words"]), table


def answer_items(model, items, state, output_path):
    """Returns how well image and text of each row fit, from 0 to 1."""
    paths, captions = items["path"].to_numpy(dtype=str), list(items["words"])
    return pd.DataFrame({"score": score_pairs(model, paths, captions, state)})
