"""A table names images and captions, several rows an image: read_captions, words, describing.

Needs image/table.
"""

# %% Imports
import re
from collections import Counter

import matplotlib.pyplot as plt
import numpy as np

# %% Configuration
CAPTION_COLUMN = "caption"
# Most words that are told apart, and most words of a caption; longer ones are cut.
VOCABULARY_SIZE = 2000
SEQUENCE_LENGTH = 16


# %% Data
def split_words(caption):
    """Returns the words of a caption in lower case, without punctuation."""
    return re.findall(r"[^\W_]+(?:['’][^\W_]+)?", caption.lower())


def read_captions(path, data_dir):
    """Returns the rows of a table that name an image and have a caption, as "words"."""
    table = read_rows(path, data_dir, [CAPTION_COLUMN])
    words = [split_words(caption) for caption in to_text(table[CAPTION_COLUMN]).fillna("")]
    table = table.assign(words=words)
    return table[table["words"].map(len) > 0].reset_index(drop=True)


def read_examples(data_dir):
    """Returns the paths of the images [n], and the captions of each as word lists [n]."""
    table = read_captions(find_table(data_dir), data_dir)
    captions = table.groupby("path")["words"].agg(list)
    if len(captions) < 3:
        raise SystemExit(f"expected captions of three or more images, found {len(captions)}")
    return captions.index.to_numpy(dtype=str), captions.reset_index(drop=True)


def list_captions(targets):
    """Returns all captions of images as word lists, one after the other."""
    return [words for group in targets for words in group]


def describe_targets(splits, output_dir):
    """Prints captions per split and how many the cut shortens; saves their lengths."""
    counts = {split: len(list_captions(targets)) for split, (_, targets) in splits.items()}
    lengths = np.array([len(words) for words in list_captions(splits["train"][1])])
    longest = int(np.percentile(lengths, 95))
    print(f"captions: {counts}; 95 % have at most {longest} words, cut after {SEQUENCE_LENGTH}")
    figure, axis = plt.subplots(figsize=(6, 4))
    axis.hist(lengths, bins=range(1, lengths.max() + 2))
    axis.set(xlabel="words per caption", ylabel="captions")
    save_figure(figure, output_dir, "caption_lengths")


def describe_inputs(items, targets, output_dir):
    """Prints the sizes of image files; saves nine of them with a caption."""
    print_sizes(items)
    titles = [" ".join(group[0])[:40] for group in targets[:9]]
    show_items(items, titles, output_dir, "samples")


# %% Preprocessing
def learn_targets(targets):
    """Returns marks and the most frequent words of train, and how many they are."""
    counts = Counter(word for words in list_captions(targets) for word in words)
    frequent = [word for word, _ in counts.most_common(VOCABULARY_SIZE - len(MARKS))]
    vocabulary = [*MARKS, *frequent]
    return {"vocabulary": vocabulary, "sizes": {"vocabulary_size": len(vocabulary)}}


def learn_state(items, targets):
    """Returns what the targets of train teach; nothing is learnt from the inputs."""
    return learn_targets(targets)
