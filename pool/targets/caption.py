"""The target is a sentence about an image: tokens, BLEU, baselines and answers.

Needs image/captions and thumbnails.
"""

# %% Imports
from collections import Counter

import numpy as np
import pandas as pd
import tensorflow as tf

# %% Configuration
# The first entries of the vocabulary: padding, rare words, begin and end of a caption.
MARKS = ("", "[unknown]", "[start]", "[end]")
SHUFFLE_BUFFER = 2048
# The simple reference looks for the nearest of at most so many train images.
REFERENCE_ITEMS = 2000


# %% Preprocessing
def encode_caption(words, numbers):
    """Returns a caption as token numbers, [SEQUENCE_LENGTH + 2]: start, words, end, padding."""
    known = [numbers.get(word, MARKS.index("[unknown]")) for word in words[:SEQUENCE_LENGTH]]
    tokens = [MARKS.index("[start]"), *known, MARKS.index("[end]")]
    return tokens + [0] * (SEQUENCE_LENGTH + 2 - len(tokens))


def load_item(path, tokens):
    """Reads one image inside a tf.data pipeline; the decoder's target is its input, one step on."""
    return {"image": load_image(path), "tokens": tokens[:-1]}, tokens[1:]


def make_dataset(items, targets, state, batch_size, training=False):
    """Returns batches of ({"image", "tokens"}, next tokens), one item per caption."""
    numbers = {word: number for number, word in enumerate(state["vocabulary"])}
    tokens = [encode_caption(words, numbers) for words in list_captions(targets)]
    paths = np.repeat(items, targets.map(len))
    dataset = tf.data.Dataset.from_tensor_slices((paths, np.array(tokens, dtype="int32")))
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    dataset = dataset.map(load_item, num_parallel_calls=tf.data.AUTOTUNE)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Evaluation
def write_captions(model, images, vocabulary):
    """Returns a caption as a word list for each image [n, height, width, channels] 0-255.

    The decoder runs freely: each word it chooses is its next input, as in use.
    """
    tokens = np.zeros((len(images), SEQUENCE_LENGTH + 1), dtype="int32")
    tokens[:, 0] = MARKS.index("[start]")
    for step in range(SEQUENCE_LENGTH):
        scores = model.predict_on_batch({"image": images, "tokens": tokens})[:, step]
        # Padding, unknown and start are no words to say.
        scores[:, : MARKS.index("[end]")] = 0
        tokens[:, step + 1] = scores.argmax(axis=-1)
    captions = []
    for row in tokens[:, 1:]:
        ends = np.flatnonzero(row == MARKS.index("[end]"))
        length = ends[0] if len(ends) else SEQUENCE_LENGTH
        captions.append([vocabulary[number] for number in row[:length]])
    return captions


def caption_files(model, paths, vocabulary):
    """Returns a caption as a word list for each image file."""
    captions = []
    for start in range(0, len(paths), BATCH_SIZE):
        captions += write_captions(
            model, read_images(paths[start : start + BATCH_SIZE]), vocabulary
        )
    return captions


def nearest_captions(train, paths):
    """Returns for each image file a caption of the nearest train image."""
    known, captions = train
    pixels = reference_inputs(known[:REFERENCE_ITEMS], {})
    distances = [np.square(pixels - item).sum(axis=1) for item in reference_inputs(paths, {})]
    return [captions.iloc[row.argmin()][0] for row in distances]


def measure_test(model, splits, state, output_dir):
    """Returns the metrics of captions of the test images; saves images with their captions."""
    paths, truths = splits["test"]
    counts = Counter(tuple(words) for words in list_captions(splits["train"][1]))
    captions = {"model": caption_files(model, paths, state["vocabulary"])}
    captions["baseline"] = [list(counts.most_common(1)[0][0])] * len(paths)
    captions["reference"] = nearest_captions(splits["train"], paths)
    results = {name: count_matches(texts, truths) for name, texts in captions.items()}
    dataset = make_dataset(paths, truths, state, BATCH_SIZE)
    taught = model.evaluate(dataset, return_dict=True, verbose=0)
    titles = [" ".join(words)[:40] for words in captions["model"]]
    show_items(paths, titles, output_dir, "captions")
    exact = [words in group for words, group in zip(captions["model"], truths, strict=True)]
    details = {
        "bleu_1": bleu(results["model"], longest=1),
        "exactly_a_true_caption": float(np.mean(exact)),
        "next_word_accuracy": float(taught["accuracy"]),
    }
    names = {"metric": "bleu_4", "higher_is_better": True}
    names |= {"baseline_name": "most frequent train caption"}
    names |= {"reference_name": "caption of the nearest train image"}
    return compare_results(bleu, results, names, details)


# %% Inference
def answer_items(model, items, state, output_path):
    """Returns a caption of each image."""
    captions = caption_files(model, items, state["vocabulary"])
    return pd.DataFrame({"caption": [" ".join(words) for words in captions]})
