"""The target is a tag for each word of a sentence: entities, baselines, answers.

Needs text/tagged, report_classes.
"""

# %% Imports
from collections import Counter, defaultdict

import keras
import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

# %% Configuration
CLASS_COUNT = 9
SHUFFLE_BUFFER = 100_000
# Words that the simple reference learns from.
REFERENCE_WORDS = 20_000


# %% Preprocessing
def learn_targets(targets):
    """Returns the names of train's tags, and their count."""
    class_names = sorted({OUTSIDE}.union(*targets))
    return {"class_names": class_names, "sizes": {"class_count": len(class_names)}}


def number_rows(rows, names, other):
    """Returns numbers int32 [n, SEQUENCE_LENGTH] of lists of names; unknown ones become `other`."""
    numbers = {name: number for number, name in enumerate(names)}
    known = [[numbers.get(name, numbers[other]) for name in row] for row in rows]
    return keras.utils.pad_sequences(known, SEQUENCE_LENGTH, padding="post", truncating="post")


def make_dataset(items, targets, state, batch_size, training=False):
    """Returns batches of (word numbers, tag numbers), both [n, SEQUENCE_LENGTH], 0-padded."""
    words = number_rows(items, state["vocabulary"], UNKNOWN)
    tags = number_rows(targets, state["class_names"], OUTSIDE)
    dataset = tf.data.Dataset.from_tensor_slices((words, tags))
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Evaluation
def tag_sentences(model, sentences, state):
    """Returns for lists of words [n] the lists of their predicted tags and the probabilities."""
    words = number_rows(sentences, state["vocabulary"], UNKNOWN)
    scores = model.predict(words, batch_size=BATCH_SIZE, verbose=0)
    numbers, chances = scores.argmax(axis=-1), scores.max(axis=-1)
    tags, probabilities = [], []
    for row, length in enumerate(map(len, sentences)):
        tags.append([state["class_names"][number] for number in numbers[row, :length]])
        probabilities.append(chances[row, :length])
    return tags, probabilities


def find_entities(tags):
    """Returns the entities of a sentence as a set of (start, end, kind); I- continues its kind."""
    entities, start, kind = set(), 0, None
    for place, tag in enumerate([*tags, OUTSIDE]):
        mark, _, name = tag.rpartition("-")
        if name == kind and mark != "B":
            continue
        if kind is not None:
            entities.add((start, place, kind))
        start, kind = place, None if tag == OUTSIDE else name
    return entities


def count_entities(predicted, true):
    """Returns for lists of tags [n] how many entities are right, found and wanted [n, 3]."""
    rows = []
    for first, second in zip(predicted, true, strict=True):
        entities, true_entities = find_entities(first), find_entities(second)
        rows.append((len(entities & true_entities), len(entities), len(true_entities)))
    return np.array(rows)


def score_results(results):
    """Returns the F1, 0 to 1, of whole entities with exact borders."""
    matched, found, wanted = results.sum(axis=0)
    return 2 * matched / max(1, found + wanted)


def usual_tags(train, sentences):
    """Returns for each word the tag it has most often in train; unknown words are outside."""
    counts = defaultdict(Counter)
    for words, tags in zip(*train, strict=True):
        for word, tag in zip(words, tags, strict=True):
            counts[word][tag] += 1
    usual = {word: tags.most_common(1)[0][0] for word, tags in counts.items()}
    return [[usual.get(word, OUTSIDE) for word in words] for words in sentences]


def surroundings(words):
    """Returns for each word of a sentence a dict of features: itself, its neighbours, its form."""
    padded = ["", *words, ""]
    return [
        {"word": word, "before": before, "after": after, "end": word[-3:], "title": word.istitle()}
        for before, word, after in zip(padded, words, padded[2:], strict=False)
    ]


def regressed_tags(train, sentences):
    """Returns tags by logistic regression on a word and its neighbours; None without two tags."""
    features, tags = [], []
    for words, row in zip(*train, strict=True):
        if len(tags) < REFERENCE_WORDS:
            features += surroundings(words)
            tags += row
    if len(set(tags)) < 2:
        return None
    reference = make_pipeline(DictVectorizer(), LogisticRegression(C=10, max_iter=2000))
    reference.fit(features, tags)
    return [list(reference.predict(surroundings(words))) for words in sentences]


def measure_test(model, splits, state, output_dir):
    """Returns the metrics of the test split; saves the confusion of tags."""
    sentences, tags = splits["test"]
    found = {"model": tag_sentences(model, sentences, state)[0]}
    found["baseline"] = usual_tags(splits["train"], sentences)
    reference = regressed_tags(splits["train"], sentences)
    if reference is not None:
        found["reference"] = reference
    results = {name: count_entities(rows, tags) for name, rows in found.items()}
    # A tag that train lacks cannot be predicted, yet its words count.
    names = sorted({*state["class_names"]}.union(*tags))
    truth = np.array([names.index(tag) for row in tags for tag in row])
    numbers = np.array([names.index(tag) for row in found["model"] for tag in row])
    report_classes(*np.take(names, [truth, numbers]), output_dir)
    details = {"word_accuracy": float(np.mean(numbers == truth))}
    names = {"metric": "entity F1", "higher_is_better": True}
    names |= {"baseline_name": "most frequent tag of each word"}
    names |= {"reference_name": "logistic regression on neighbouring words"}
    return compare_results(score_results, results, names, details)


# %% Inference
def answer_items(model, items, state, output_path):
    """Returns the tag of each word of sentences, and its probability."""
    tags, probabilities = tag_sentences(model, items, state)
    answers = pd.DataFrame({"prediction": [tag for row in tags for tag in row]})
    return answers.assign(probability=np.concatenate(probabilities))
