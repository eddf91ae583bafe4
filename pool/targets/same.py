"""The target is whether two images are of one class: pairs are drawn from classes of images.

Gives what driver and training ask of a target; needs image/folders, targets/classes and
splits/grouped.
"""

# %% Imports
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.metrics import roc_auc_score, roc_curve

# %% Configuration
# From so many classes on, the splits share no class; with fewer, they share no image.
UNSEEN_FROM = 12
# Pairs drawn per image; half of them are of the same class.
PAIRS_PER_IMAGE = 4
# A folder to predict is compared pair by pair; of a larger one, so many images are taken.
MOST_COMPARED = 30


# %% Data
def group_items(items, targets):
    """Returns what must not lie in two splits [n]: classes where they are many, else images."""
    numbers = targets.cat.codes.to_numpy()
    return numbers if len(np.unique(numbers)) >= UNSEEN_FROM else np.arange(len(numbers))


# %% Preprocessing
def learn_targets(targets):
    """Returns how many classes there are; the model takes no sizes."""
    return {"class_names": [str(name) for name in targets.cat.categories], "sizes": {}}


def draw_pairs(targets, generator):
    """Returns left rows, right rows and same (0 or 1, half of each), about PAIRS_PER_IMAGE * n."""
    numbers = targets.cat.codes.to_numpy()
    left, right, same = [], [], []
    for row in np.tile(generator.permutation(len(numbers)), PAIRS_PER_IMAGE):
        wanted = len(same) % 2
        partners = np.flatnonzero((numbers == numbers[row]) == bool(wanted))
        partners = partners[partners != row]
        if len(partners):
            left.append(row)
            right.append(generator.choice(partners))
            same.append(wanted)
    if len(set(same)) < 2:
        raise SystemExit(f"expected images of two classes in a split, found {len(numbers)} images")
    return np.array(left), np.array(right), np.array(same, dtype="float32")


def load_pair(left, right, same):
    """Reads both images inside a tf.data pipeline."""
    return {"left": load_image(left), "right": load_image(right)}, same


def make_dataset(items, targets, state, batch_size, training=False):
    """Returns batches of pairs; train draws new ones each epoch, the others keep theirs."""
    generator = np.random.default_rng(SEED)

    def draw():
        """Yields the two files of each pair, and whether they are the same."""
        left, right, same = draw_pairs(
            targets, generator if training else np.random.default_rng(SEED)
        )
        yield from zip(items[left], items[right], same, strict=True)

    text, number = tf.TensorSpec((), tf.string), tf.TensorSpec((), tf.float32)
    dataset = tf.data.Dataset.from_generator(draw, output_signature=(text, text, number))
    dataset = dataset.map(load_pair, num_parallel_calls=tf.data.AUTOTUNE)
    count = len(draw_pairs(targets, np.random.default_rng(SEED))[2])
    dataset = dataset.apply(tf.data.experimental.assert_cardinality(count))
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Evaluation
def score_pairs(model, left, right):
    """Returns the sameness [n] of the images of two lists of files."""
    scores = []
    for start in range(0, len(left), BATCH_SIZE):
        part = slice(start, start + BATCH_SIZE)
        images = {"left": read_images(left[part]), "right": read_images(right[part])}
        scores.append(model.predict_on_batch(images)[:, 0])
    return np.concatenate(scores)


def equal_error(same, scores):
    """Returns the threshold where as many pairs are wrongly accepted as refused, and that share."""
    accepted, found, thresholds = roc_curve(same, scores)
    index = np.argmin(np.abs(accepted - (1 - found)))
    return float(thresholds[index]), float((accepted[index] + 1 - found[index]) / 2)


def pixel_scores(left, right):
    """Returns the likeness of raw pixels [n]: the negative root mean square difference."""
    pairs = zip(left, right, strict=True)
    differences = [read_image(one).astype("float32") - read_image(two) for one, two in pairs]
    return np.array([-np.sqrt(np.mean(difference**2)) for difference in differences])


def plot_scores(same, scores, threshold, output_dir):
    """Saves the histograms of scores of same and of different pairs."""
    figure, axis = plt.subplots(figsize=(6, 4))
    bins = np.linspace(0, 1, 31)
    axis.hist(scores[same == 0], bins, alpha=0.6, label="different")
    axis.hist(scores[same == 1], bins, alpha=0.6, label="same")
    axis.axvline(threshold, color="black", linestyle="--", label="threshold")
    axis.set(xlabel="score", ylabel="pairs")
    axis.legend()
    save_figure(figure, output_dir, "scores")


def plot_errors(left, right, same, scores, output_dir):
    """Saves the pairs, side by side, whose score is furthest from the truth."""
    worst = np.argsort(-np.abs(same - scores))[:9]
    titles = [f"{'same' if same[row] else 'different'}, score {scores[row]:.2f}" for row in worst]
    panels = np.concatenate([read_images(left[worst]), read_images(right[worst])], axis=2)
    show_grid(panels, titles, output_dir, "worst")


def measure_test(model, splits, state, output_dir):
    """Returns the metrics of pairs of test images; saves their scores and the worst pairs."""
    pairs = {}
    for split in ("validation", "test"):
        paths, targets = splits[split]
        left, right, same = draw_pairs(targets, np.random.default_rng(SEED))
        pairs[split] = (paths[left], paths[right], same)
    # The threshold is chosen on validation: test must not decide what it is judged by.
    left, right, same = pairs["validation"]
    threshold, _ = equal_error(same, score_pairs(model, left, right))
    left, right, same = pairs["test"]
    scores = score_pairs(model, left, right)
    results = {"model": scores, "baseline": pixel_scores(left, right)}
    results = {name: np.stack([same, values], axis=1) for name, values in results.items()}
    plot_scores(same, scores, threshold, output_dir)
    plot_errors(left, right, same, scores, output_dir)
    details = {
        "equal_error_rate": equal_error(same, scores)[1],
        "threshold": threshold,
        "accuracy_at_threshold": float(np.mean((scores >= threshold) == (same == 1))),
        "test_classes_unseen": len(state["class_names"]) >= UNSEEN_FROM,
    }
    names = {"metric": "roc_auc", "higher_is_better": True}
    names |= {"baseline_name": "distance of raw pixels", "reference_name": None}
    return compare_results(rank_results, results, names, details)


def rank_results(results):
    """Returns the area under the ROC curve of pairs of truth and score [n, 2]; NaN of one kind."""
    return roc_auc_score(*results.T) if np.ptp(results[:, 0]) else np.nan


# %% Inference
def read_items(input_path, state):
    """Returns the pairs to compare: an image with its neighbours, or all images of a folder."""
    folder = input_path if input_path.is_dir() else input_path.parent
    paths = read_paths(folder)
    if len(paths) < 2 or not (input_path.is_dir() or str(input_path) in paths):
        raise SystemExit(f"expected two or more readable images to compare at {input_path}")
    if input_path.is_dir():
        left, right = np.triu_indices(min(len(paths), MOST_COMPARED), 1)
        pairs = (paths[left], paths[right])
    else:
        others = paths[paths != str(input_path)]
        pairs = (np.repeat([str(input_path)], len(others)), others)
    return pd.DataFrame({"left": pairs[0], "right": pairs[1]}), pairs


def answer_items(model, items, state, output_path):
    """Returns the sameness of each pair of images, from 0 to 1."""
    return pd.DataFrame({"score": score_pairs(model, *items)})
