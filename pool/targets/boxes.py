"""The target is every box in an image, with its class where a column says one.

Gives what driver and training ask of a target; needs image/table and table/target, and a network
whose maps say where centres of boxes are (models/image-many-boxes). Targets are a table with the
boxes of an image, in shares of width and height, and their classes: a list each.
"""

# %% Imports
import sys

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf

# %% Configuration
# The box's columns in pixels: left, top, right, bottom.
BOX_COLUMNS = ("x_min", "y_min", "x_max", "y_max")
# The class column; None: boxes only.
TARGET = "label"
SHUFFLE_BUFFER = 2048
# Share of train images that are mirrored, and the largest change of brightness in grey levels.
FLIP_SHARE = 0.5
BRIGHTNESS = 20.0
# A centre's heat falls off with this share of the box's sides, and with so many cells at least.
SPREAD = 0.09
LEAST_SPREAD = 0.4
# Boxes that are taken from an image at most, and the score that they have at least.
MOST_BOXES = 100
LEAST_SCORE = 0.05
# The score from which on boxes are shown and written.
SHOWN_SCORE = 0.3
# Shares of overlap from which on a box counts as found, as in the COCO challenge.
OVERLAPS = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)


# %% Data
def read_examples(data_dir):
    """Returns the paths of the images [n], and a table of the boxes and classes of each [n]."""
    names = [*BOX_COLUMNS, *([TARGET] if TARGET else [])]
    table = read_rows(find_table(data_dir), data_dir, names)
    table = table[keep_readable(table["path"])]
    sides = {path: file_size(path)[::-1] * 2 for path in table["path"].unique()}
    boxes = np.column_stack([to_numbers(table[name]) for name in BOX_COLUMNS])
    boxes = (boxes / np.array([sides[path] for path in table["path"]])).clip(0, 1)
    classes = "object" if TARGET is None else to_text(table[TARGET]).array
    rows = pd.DataFrame({"path": table["path"].array, "boxes": list(boxes), "classes": classes})
    good = rows[(boxes[:, 2:] > boxes[:, :2]).all(axis=1)].dropna()
    if len(good) < len(rows):
        print(f"skipped {len(rows) - len(good)} boxes without area or class", file=sys.stderr)
    images = good.groupby("path").agg(list)
    if len(images) < 3:
        raise SystemExit(f"expected boxes of three or more images, found {len(images)}")
    return images.index.to_numpy(dtype=str), images.reset_index(drop=True)


def draw_boxes(images, truths, guesses, titles, output_dir, name):
    """Saves up to nine images 0-255 with true (green) and guessed (red) boxes 0-1, [k, 4] each."""
    figure, axes = plt.subplots(3, 3, figsize=(8, 8))
    for axis in axes.flat:
        axis.axis("off")
    for axis, image, *boxes, title in zip(axes.flat, images, truths, guesses, titles, strict=False):
        axis.imshow(np.squeeze(image), cmap="gray", vmin=0, vmax=255)
        axis.set_title(title, fontsize=9)
        sides = np.tile(IMAGE_SIZE[::-1], 2)
        for rows, colour in zip(boxes, ("lime", "red"), strict=True):
            for left, top, right, bottom in np.reshape(rows, (-1, 4)) * sides:
                corner, width, height = (left, top), right - left, bottom - top
                axis.add_patch(plt.Rectangle(corner, width, height, fill=False, color=colour))
    save_figure(figure, output_dir, name)


def describe_targets(splits, output_dir):
    """Prints how many boxes an image of train has, their sizes and classes."""
    train = splits["train"][1]
    corners = np.concatenate(train["boxes"].tolist()).reshape(-1, 4)
    sides = pd.DataFrame(corners[:, 2:] - corners[:, :2], columns=["width", "height"])
    print(f"boxes an image: {train['boxes'].map(len).describe().round(1).to_dict()}")
    print(f"sides of boxes, in shares of the image:\n{sides.describe().round(3).to_string()}")
    print(train["classes"].explode().value_counts().to_string())


def describe_inputs(items, targets, output_dir):
    """Prints the sizes of image files; saves nine of them with their boxes."""
    print_sizes(items)
    titles = [", ".join(sorted(set(classes))) for classes in targets["classes"][:9]]
    boxes = targets["boxes"][:9]
    draw_boxes(read_images(items[:9]), boxes, [[]] * 9, titles, output_dir, "samples")


# %% Preprocessing
def learn_targets(targets):
    """Returns the class names of train and their count."""
    class_names = sorted(targets["classes"].explode().unique())
    return {"class_names": class_names, "sizes": {"class_count": len(class_names)}}


def encode_boxes(targets, state):
    """Returns the boxes of each image [n]: arrays [k, 5] of class number and corners 0-1."""
    names = pd.Index(state["class_names"])
    encoded = []
    for boxes, classes in zip(targets["boxes"], targets["classes"], strict=True):
        # Train may lack a class that is very rare; it counts as another one.
        numbers = np.maximum(names.get_indexer(classes), 0)
        encoded.append(np.column_stack([numbers, np.stack(boxes)]).astype("float32"))
    return encoded


def pad_boxes(encoded):
    """Returns boxes [n, most, 5]; where an image has fewer, their class number is -1."""
    padded = np.full((len(encoded), max(map(len, encoded)), 5), -1, "float32")
    for row, boxes in zip(padded, encoded, strict=True):
        row[: len(boxes)] = boxes
    return padded


def augment(image, boxes):
    """Returns a train image mirrored (with its boxes) and brightened at random."""
    image = tf.cast(image, tf.float32)
    number, left, top, right, bottom = tf.unstack(boxes, axis=1)
    flip = tf.random.uniform(()) < FLIP_SHARE
    image = tf.cond(flip, lambda: tf.reverse(image, axis=[1]), lambda: image)
    mirrored = tf.stack([number, 1 - right, top, 1 - left, bottom], axis=1)
    image = image + tf.random.uniform((), -BRIGHTNESS, BRIGHTNESS)
    return tf.clip_by_value(image, 0.0, 255.0), tf.where(flip, mirrored, boxes)


def draw_heat(centres, sides, numbers, counts, class_count):
    """Returns maps [rows, columns, class_count] that are 1 at centres [k, 2], and less around.

    Centres (row, column), sides and counts are in cells; a class number below 0 is no box.
    """
    spread = tf.maximum(SPREAD * sides, LEAST_SPREAD)
    steps = [tf.range(count, dtype=tf.float32) for count in counts]
    places = tf.stack(tf.meshgrid(*steps, indexing="ij"), axis=-1)
    distances = (places[None] - centres[:, None, None]) / spread[:, None, None]
    heat = tf.exp(-tf.reduce_sum(distances**2, axis=-1) / 2)
    maps = tf.maximum(tf.math.unsorted_segment_max(heat, numbers, class_count), 0.0)
    return tf.transpose(maps, (1, 2, 0))


def draw_maps(image, boxes, class_count):
    """Returns the image, and the maps that the network shall give for its boxes.

    Of each cell [rows, columns]: the heat of each class, height and width of the box whose centre
    it holds, where in the cell the centre lies, and 1 where there is one.
    """
    counts = [-(-side // STRIDE) for side in IMAGE_SIZE]
    numbers = tf.cast(boxes[:, 0], tf.int32)
    # Rows before columns, as in images.
    starts, ends = (tf.gather(boxes, sides, axis=1) * counts for sides in ([2, 1], [4, 3]))
    centres, sides = (starts + ends) / 2, ends - starts
    cells = tf.minimum(tf.floor(centres), tf.constant(counts, tf.float32) - 1)
    heat = draw_heat(cells, sides, numbers, counts, class_count)
    values = tf.concat([sides, centres - cells, tf.ones_like(sides[:, :1])], axis=1)
    true = numbers >= 0
    places = tf.cast(tf.boolean_mask(cells, true), tf.int32)
    held = tf.tensor_scatter_nd_update(
        tf.zeros((*counts, 5)), places, tf.boolean_mask(values, true)
    )
    return image, tf.concat([heat, held], axis=-1)


def make_dataset(items, targets, state, batch_size, training=False):
    """Returns batches of (images 0-255, maps); train is shuffled and augmented."""
    boxes = tf.data.Dataset.from_tensor_slices(pad_boxes(encode_boxes(targets, state)))
    dataset = tf.data.Dataset.zip((input_dataset(items, state), boxes))
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
        dataset = dataset.map(augment, num_parallel_calls=tf.data.AUTOTUNE)
    count = state["sizes"]["class_count"]
    dataset = dataset.map(lambda image, rows: draw_maps(image, rows, count))
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Evaluation
def find_boxes(maps):
    """Returns the boxes that maps [rows, columns, classes + 4] hold, the surest first.

    Rows [k, 6]: class number, score, left, top, right, bottom as shares of the image. A box stands
    where the heat of its class is the highest of the cells around.
    """
    heat, held = maps[..., :-4], maps[..., -4:]
    padded = np.pad(heat, ((1, 1), (1, 1), (0, 0)))
    around = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), axis=(0, 1))
    peaks = heat * (heat == around.max(axis=(-2, -1)))
    best = np.argsort(-peaks, axis=None, kind="stable")[:MOST_BOXES]
    rows, columns, numbers = np.unravel_index(best, peaks.shape)
    sides, shifts = np.split(held[rows, columns], 2, axis=1)
    centres = np.column_stack([rows, columns]) + shifts
    corners = np.column_stack([centres - sides / 2, centres + sides / 2])
    shares = (corners / np.tile(heat.shape[:2], 2)).clip(0, 1)[:, [1, 0, 3, 2]]
    found = np.column_stack([numbers, peaks[rows, columns, numbers], shares])
    return found[found[:, 1] >= LEAST_SCORE]


def overlaps(first, second):
    """Returns the intersection over union [k, m] of boxes [k, 4] with boxes [m, 4]."""
    pairs = first[:, None], second[None]
    low = np.maximum(*(boxes[..., :2] for boxes in pairs))
    high = np.minimum(*(boxes[..., 2:] for boxes in pairs))
    shared = np.prod(np.maximum(high - low, 0), axis=-1)
    areas = [np.prod(boxes[..., 2:] - boxes[..., :2], axis=-1) for boxes in pairs]
    return shared / np.maximum(sum(areas) - shared, 1e-9)


def match_boxes(found, truth):
    """Returns whether each found box [k, 6] is the first on a true one [m, 5], by OVERLAPS."""
    shares = overlaps(found[:, 2:], truth[:, 1:]) * (found[:, :1] == truth[:, 0])
    hits = np.zeros((len(found), len(OVERLAPS)), bool)
    for column, least in enumerate(OVERLAPS):
        is_open = np.ones(len(truth), bool)
        for row, share in enumerate(shares):
            best = np.argmax(share * is_open)
            if is_open[best] and share[best] >= least:
                hits[row, column], is_open[best] = True, False
    return hits


def average_precision(hits, scores, count):
    """Returns the mean precision over 101 recalls of boxes [k], of which count are true ones."""
    hits = hits[np.argsort(-scores, kind="stable")]
    found = np.cumsum(hits)
    precision = found / np.arange(1, len(hits) + 1)
    best = np.append(np.maximum.accumulate(precision[::-1])[::-1], 0)
    return best[np.searchsorted(found / count, np.linspace(0, 1, 101))].mean()


def class_precisions(results, column):
    """Returns the average precision of each class that images have, at OVERLAPS[column].

    Results have of each image [n] its found boxes [k, 6], their hits and its true boxes [m, 5].
    """
    found, hits, truth = (np.concatenate(parts) for parts in zip(*results, strict=True))
    precisions = {}
    for number, count in zip(*np.unique(truth[:, 0], return_counts=True), strict=True):
        own = found[:, 0] == number
        scores = found[own, 1]
        precisions[int(number)] = float(average_precision(hits[own, column], scores, count))
    return precisions


def mean_precision(results, column=0):
    """Returns the mean average precision (mAP) over classes."""
    return np.mean(list(class_precisions(results, column).values()))


def score_boxes(found, truth):
    """Returns what class_precisions needs, an array [n] of objects."""
    results = np.empty(len(truth), object)
    for row, (boxes, own) in enumerate(zip(found, truth, strict=True)):
        results[row] = (boxes, match_boxes(boxes, own), own)
    return results


def mean_boxes(known):
    """Returns the mean box [classes, 6] of each class of train; how frequent it is is its score."""
    boxes = np.concatenate(known)
    numbers, counts = np.unique(boxes[:, 0], return_counts=True)
    means = np.stack([boxes[boxes[:, 0] == number, 1:].mean(axis=0) for number in numbers])
    return np.column_stack([numbers, counts / len(boxes), means])


def score_shown(results):
    """Returns the precision and recall of the boxes that are shown, at an overlap of a half."""
    shown = [hits[boxes[:, 1] >= SHOWN_SCORE, 0] for boxes, hits, _ in results]
    found = int(np.concatenate(shown).sum())
    return {
        "precision": found / max(1, sum(map(len, shown))),
        "recall": found / sum(len(truth) for *_, truth in results),
    }


def plot_missed(results, items, output_dir):
    """Saves the images of which most boxes were missed, with true and found boxes."""
    shown = [(boxes[boxes[:, 1] >= SHOWN_SCORE], hits, truth) for boxes, hits, truth in results]
    counts = [(int(hits[: len(boxes), 0].sum()), len(truth)) for boxes, hits, truth in shown]
    worst = np.argsort([found / count for found, count in counts], kind="stable")[:9]
    titles = ["found {} of {}".format(*counts[row]) for row in worst]
    boxes = ([shown[row][2][:, 1:] for row in worst], [shown[row][0][:, 2:] for row in worst])
    draw_boxes(read_images(items[worst]), *boxes, titles, output_dir, "worst")


def measure_test(model, splits, state, output_dir):
    """Returns the metrics of the test split; saves the worst images with all boxes."""
    items, targets = splits["test"]
    truth = encode_boxes(targets, state)
    baseline = mean_boxes(encode_boxes(splits["train"][1], state))
    found = [find_boxes(maps) for maps in predict_scores(model, items, state)]
    results = {
        "model": score_boxes(found, truth),
        "baseline": score_boxes([baseline] * len(truth), truth),
    }
    plot_missed(results["model"], items, output_dir)
    by_overlap = [mean_precision(results["model"], column) for column in range(len(OVERLAPS))]
    names = state["class_names"]
    by_class = class_precisions(results["model"], column=0)
    details = score_shown(results["model"]) | {
        "map_50_95": float(np.mean(by_overlap)),
        "map_75": float(by_overlap[OVERLAPS.index(0.75)]),
        "average_precision_50": {names[number]: value for number, value in by_class.items()},
    }
    labels = {"metric": "map_50", "higher_is_better": True}
    labels |= {"baseline_name": "mean train box of each class", "reference_name": None}
    return compare_results(mean_precision, results, labels, details)


# %% Inference
def answer_items(model, items, state, output_path):
    """Returns the boxes of each image, a row each, in pixels of the file; the surest at least."""
    tables = []
    for path, maps in zip(items, predict_scores(model, items, state), strict=True):
        found = find_boxes(maps)
        found = found[: max(1, int((found[:, 1] >= SHOWN_SCORE).sum()))]
        corners = (found[:, 2:] * (file_size(path)[::-1] * 2)).round(1)
        table = pd.DataFrame(corners, columns=list(BOX_COLUMNS)).assign(file=path)
        if TARGET is not None:
            table[TARGET] = np.array(state["class_names"])[found[:, 0].astype(int)]
        tables.append(table.assign(probability=found[:, 1].round(3)))
    answers = pd.concat(tables, ignore_index=True)
    return answers[["file", *answers.columns.drop("file")]]


def read_items(input_path, state):
    """Returns no names, as an image has any number of boxes, and the paths of the images."""
    return pd.DataFrame(), read_paths(input_path)
