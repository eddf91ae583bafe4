"""The target is the largest box in an image, and its class where a column says one.

Gives what driver and training ask of a target; needs image/table and table/target. Targets are a
table with the box in shares of width and height, and the class.
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


# %% Data
def read_examples(data_dir):
    """Returns the paths of the images [n], and a table of the largest box of each [n]."""
    names = [*BOX_COLUMNS, *([TARGET] if TARGET else [])]
    table = read_rows(find_table(data_dir), data_dir, names)
    table = table[keep_readable(table["path"])]
    boxes = pd.DataFrame({name: to_numbers(table[name]) for name in BOX_COLUMNS})
    sizes = np.array([file_size(path)[::-1] * 2 for path in table["path"]])
    boxes = (boxes / sizes).clip(0, 1)
    left, top, right, bottom = (boxes[name] for name in BOX_COLUMNS)
    boxes = boxes.assign(path=table["path"], area=(right - left) * (bottom - top))
    if TARGET is not None:
        boxes["class"] = to_text(table[TARGET])
    good = boxes[(right > left) & (bottom > top)].dropna()
    if len(good) < len(boxes):
        print(f"skipped {len(boxes) - len(good)} boxes without area or class", file=sys.stderr)
    largest = good.sort_values("area", ascending=False, kind="stable").drop_duplicates("path")
    if len(largest) < 3:
        raise SystemExit(f"expected boxes of three or more images, found {len(largest)}")
    largest = largest.sort_values("path").reset_index(drop=True)
    return largest["path"].to_numpy(dtype=str), largest.drop(columns="path")


def draw_boxes(images, truths, guesses, titles, output_dir, name):
    """Saves up to nine images 0-255 with true (green) and guessed (red) boxes 0-1, [n, 4] each."""
    figure, axes = plt.subplots(3, 3, figsize=(8, 8))
    for axis in axes.flat:
        axis.axis("off")
    for axis, image, truth, guess, title in zip(
        axes.flat, images, truths, guesses, titles, strict=False
    ):
        axis.imshow(np.squeeze(image), cmap="gray", vmin=0, vmax=255)
        axis.set_title(title, fontsize=9)
        for box, colour in ((truth, "lime"), (guess, "red")):
            left, top, right, bottom = np.asarray(box) * np.tile(IMAGE_SIZE[::-1], 2)
            corner, width, height = (left, top), right - left, bottom - top
            axis.add_patch(plt.Rectangle(corner, width, height, fill=False, color=colour))
    save_figure(figure, output_dir, name)


def describe_targets(splits, output_dir):
    """Prints sizes and classes of the boxes of train."""
    train = splits["train"][1]
    print("boxes of train, in shares of width and height:")
    print(train.describe().round(3).to_string())
    if TARGET is not None:
        print(train["class"].value_counts().to_string())


def describe_inputs(items, targets, output_dir):
    """Prints the sizes of image files; saves nine of them with their boxes."""
    print_sizes(items)
    boxes = targets[list(BOX_COLUMNS)].to_numpy()
    titles = [""] * 9 if TARGET is None else list(targets["class"][:9])
    draw_boxes(read_images(items[:9]), boxes, boxes, titles, output_dir, "samples")


# %% Preprocessing
def learn_targets(targets):
    """Returns the class names of train and their count."""
    if TARGET is None:
        return {"class_names": [], "sizes": {}}
    class_names = sorted(targets["class"].unique())
    return {"class_names": class_names, "sizes": {"class_count": len(class_names)}}


def encode_targets(targets, state):
    """Returns {"box": [n, 4] 0-1} and, where there are classes, {"class": numbers [n]}."""
    encoded = {"box": targets[list(BOX_COLUMNS)].to_numpy("float32")}
    if TARGET is not None:
        numbers = pd.Index(state["class_names"]).get_indexer(targets["class"])
        # Train may lack a class that is very rare; it counts as another one.
        encoded["class"] = np.maximum(numbers, 0).astype("int32")
    return encoded


def augment(image, targets):
    """Returns a train image mirrored (with its box) and brightened at random."""
    image = tf.cast(image, tf.float32)
    left, top, right, bottom = tf.unstack(targets["box"])
    flip = tf.random.uniform(()) < FLIP_SHARE
    image = tf.cond(flip, lambda: tf.reverse(image, axis=[1]), lambda: image)
    mirrored = tf.stack([1 - right, top, 1 - left, bottom])
    box = tf.where(flip, mirrored, targets["box"])
    image = image + tf.random.uniform((), -BRIGHTNESS, BRIGHTNESS)
    return tf.clip_by_value(image, 0.0, 255.0), targets | {"box": box}


def make_dataset(items, targets, state, batch_size, training=False):
    """Returns batches of (images 0-255, targets); train is shuffled and augmented."""
    goals = tf.data.Dataset.from_tensor_slices(encode_targets(targets, state))
    dataset = tf.data.Dataset.zip((input_dataset(items, state), goals))
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
        dataset = dataset.map(augment, num_parallel_calls=tf.data.AUTOTUNE)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Evaluation
def overlaps(first, second):
    """Returns the intersection over union [n] of boxes [n, 4] (left, top, right, bottom)."""
    sides = np.minimum(first[:, 2:], second[:, 2:]) - np.maximum(first[:, :2], second[:, :2])
    shared = np.prod(np.maximum(sides, 0), axis=1)
    areas = [np.prod(np.maximum(box[:, 2:] - box[:, :2], 0), axis=1) for box in (first, second)]
    return shared / np.maximum(areas[0] + areas[1] - shared, 1e-9)


def score_classes(truth, scores, known):
    """Returns the accuracy of the classes and of always guessing train's most frequent class."""
    majority = np.bincount(known).argmax()
    return {
        "class_accuracy": float(np.mean(scores.argmax(axis=1) == truth)),
        "class_accuracy_majority": float(np.mean(truth == majority)),
    }


def measure_test(model, splits, state, output_dir):
    """Returns the metrics of the test split; saves the worst images with both boxes."""
    items, targets = splits["test"]
    outputs = predict_scores(model, items, state)
    truth, known = encode_targets(targets, state), encode_targets(splits["train"][1], state)
    mean_box = np.tile(known["box"].mean(axis=0), (len(items), 1))
    boxes = {"model": outputs["box"], "baseline": mean_box}
    results = {name: overlaps(truth["box"], guess) for name, guess in boxes.items()}
    scores = results["model"]
    details = {
        "share_above_half": float(np.mean(scores >= 0.5)),
        "share_above_three_quarters": float(np.mean(scores >= 0.75)),
    }
    if TARGET is not None:
        details |= score_classes(truth["class"], outputs["class"], known["class"])
    worst = np.argsort(scores, kind="stable")[:9]
    titles = [f"IoU {scores[row]:.2f}" for row in worst]
    pairs = (truth["box"][worst], outputs["box"][worst])
    draw_boxes(read_images(items[worst]), *pairs, titles, output_dir, "worst")
    names = {"metric": "mean_iou", "higher_is_better": True}
    names |= {"baseline_name": "mean train box", "reference_name": None}
    return compare_results(np.mean, results, names, details)


# %% Inference
def answer_items(model, items, state, output_path):
    """Returns the box of each image, in pixels of the file, and its class."""
    outputs = predict_scores(model, items, state)
    sizes = np.array([file_size(path)[::-1] * 2 for path in items])
    answers = pd.DataFrame((outputs["box"] * sizes).round(1), columns=list(BOX_COLUMNS))
    if TARGET is not None:
        names = np.array(state["class_names"])
        answers[TARGET] = names[outputs["class"].argmax(axis=1)]
        answers["probability"] = outputs["class"].max(axis=1)
    return answers
