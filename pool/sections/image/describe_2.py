"""What 2 programs share: TABLE_FILE, CAPTION_COLUMN, VOCABULARY_SIZE, SEQUENCE_LENGTH, ..."""


# %% Imports
from collections import Counter
import matplotlib.pyplot as plt
import numpy as np
import re


# %% Configuration
# The table of captions, and the folder that holds its images ("" is the data folder).
TABLE_FILE = "captions.csv"
CAPTION_COLUMN = "caption"
# Most words that are told apart, and most words of a caption; longer ones are cut.
VOCABULARY_SIZE = 2000
SEQUENCE_LENGTH = 16
# Filters of each convolution block of the image encoder; a block halves the image.
ENCODER_FILTERS = (32, 64, 128)


# %% Data
def split_words(caption):
    """Returns the words of a caption in lower case, without punctuation."""
    return re.findall(r"[^\W_]+(?:['’][^\W_]+)?", caption.lower())


def split_captions(data_dir, limit=None):
    """Returns {split: {file path: list of captions as word lists}}; no image is in two splits."""
    table = read_table(data_dir)
    captions = {}
    for path, caption in zip(table["path"], table[CAPTION_COLUMN], strict=True):
        if words := split_words(caption):
            captions.setdefault(path, []).append(words)
    paths = np.array(sorted(captions))
    if len(paths) < 3:
        raise SystemExit(f"expected captions of three or more images, found {len(paths)}")
    splits = {}
    for split, rows in zip(("train", "validation", "test"), split_rows(len(paths)), strict=True):
        part = paths[rows[:limit]]
        part = part[keep_readable(part)]
        if len(part) == 0:
            raise SystemExit(f"expected readable {split} images in {data_dir}, found none")
        splits[split] = {str(path): captions[path] for path in part}
    return splits


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most images per split."""
    splits = split_captions(data_dir, limit)
    state = state or learn_vocabulary(splits["train"])
    train = make_dataset(splits["train"], state, batch_size, training=True)
    validation = make_dataset(splits["validation"], state, batch_size)
    test = make_dataset(splits["test"], state, batch_size)
    return Prepared(train, validation, test, state)


def describe(data_dir, output_dir):
    """Prints images, captions and words per split; saves samples and a histogram of lengths."""
    splits = split_captions(data_dir)
    for split, captions in splits.items():
        print(f"{split}: {len(captions)} images, {sum(map(len, captions.values()))} captions")
    train = splits["train"]
    lengths = np.array([len(words) for group in train.values() for words in group])
    longest = int(np.percentile(lengths, 95))
    print(f"words per caption: 95 % have at most {longest}, cut after {SEQUENCE_LENGTH}")
    sizes = np.array([file_size(path) for path in list(train)[:500]])
    print(f"height x width from {sizes.min(axis=0)} to {sizes.max(axis=0)}, used as {IMAGE_SIZE}")
    figure, axis = plt.subplots(figsize=(6, 4))
    axis.hist(lengths, bins=range(1, lengths.max() + 2))
    axis.set(xlabel="words per caption", ylabel="captions")
    save_figure(figure, output_dir, "caption_lengths")
    titles = [" ".join(group[0])[:40] for group in train.values()]
    show_grid([read_image(path) for path in list(train)[:9]], titles, output_dir, "samples")


# %% Preprocessing
def learn_vocabulary(train):
    """Returns the state: marks and the most frequent words of the train captions."""
    counts = Counter(word for group in train.values() for words in group for word in words)
    frequent = [word for word, _ in counts.most_common(VOCABULARY_SIZE - len(MARKS))]
    vocabulary = [*MARKS, *frequent]
    return {"vocabulary": vocabulary, "sizes": {"vocabulary_size": len(vocabulary)}}
