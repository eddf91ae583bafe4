"""What the program image-siamese alone has."""


# %% Imports
from keras import layers
from keras import ops
from pathlib import Path
from sklearn.metrics import roc_auc_score
from sklearn.metrics import roc_curve
from typing import NamedTuple
import json
import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf


# %% Configuration
# Filters of each convolution block of the shared encoder; a block halves the image.
ENCODER_FILTERS = (32, 64, 64)
# Length of the code that images are compared by.
CODE_SIZE = 32
# Different images closer than this (codes lie 0 to 1 apart) are pushed away from each other.
MARGIN = 0.5
# From so many classes on, the splits share no class; with fewer, they share no image.
UNSEEN_FROM = 12
# Pairs drawn per image; half of them are of the same class.
PAIRS_PER_IMAGE = 4
# A folder to predict is compared pair by pair; of a larger one, so many images are taken.
MOST_COMPARED = 30


# %% Data
class Prepared(NamedTuple):
    """Batches of ({"left", "right"}: images 0-255, same: 0 or 1 [n]), and the state."""

    train: tf.data.Dataset
    validation: tf.data.Dataset
    test: tf.data.Dataset
    state: dict


def split_classes(numbers):
    """Returns rows of train, validation and test, each with classes of its own."""
    generator = np.random.default_rng(SEED)
    classes = generator.permutation(np.unique(numbers))
    # Two classes are the fewest that give pairs of both kinds.
    first = max(2, round(len(classes) * VALIDATION_SHARE))
    second = first + max(2, round(len(classes) * TEST_SHARE))
    parts = (classes[second:], classes[:first], classes[first:second])
    return [generator.permutation(np.flatnonzero(np.isin(numbers, part))) for part in parts]


def split_files(data_dir, class_names, limit=None):
    """Returns {split: (file paths [n], class numbers [n])}, readable files only."""
    root = data_dir / IMAGE_ROOT
    files = [(path, name) for name in class_names for path in list_images(root / name)]
    paths = np.array([str(path) for path, _ in files])
    numbers = np.array([class_names.index(name) for _, name in files], dtype="int32")
    cut = split_classes if len(class_names) >= UNSEEN_FROM else split_by_class
    splits = {}
    for split, rows in zip(("train", "validation", "test"), cut(numbers), strict=True):
        rows = rows[:limit]
        rows = rows[keep_readable(paths[rows])]
        if len(np.unique(numbers[rows])) < 2:
            raise SystemExit(
                f"expected readable images of two classes for the {split} split in {root}, "
                f"found {len(rows)} images of fewer"
            )
        splits[split] = (paths[rows], numbers[rows])
    return splits


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most images per split."""
    class_names = state["class_names"] if state else find_class_names(data_dir / IMAGE_ROOT)
    splits = split_files(data_dir, class_names, limit)
    state = state or {"class_names": class_names, "sizes": {}}
    train = make_dataset(*splits["train"], batch_size, training=True)
    validation = make_dataset(*splits["validation"], batch_size)
    test = make_dataset(*splits["test"], batch_size)
    return Prepared(train, validation, test, state)


def load_data(data_dir):
    """Returns train, validation and test as batches of (pairs of images, same or not)."""
    return prepare(data_dir)[:3]


def describe(data_dir, output_dir):
    """Prints items per split and class and the image sizes; saves class bars and samples."""
    class_names = find_class_names(data_dir / IMAGE_ROOT)
    print(f"{len(class_names)} classes, {CLASS_COUNT} were planned")
    splits = split_files(data_dir, class_names)
    counts = {
        split: np.bincount(numbers, minlength=len(class_names))
        for split, (_, numbers) in splits.items()
    }
    counts = pd.DataFrame(counts, index=class_names)
    print(counts, counts.sum().rename("all"), sep="\n")
    paths, numbers = splits["train"]
    sizes = np.array([file_size(path) for path in paths[:500]])
    print(f"height x width from {sizes.min(axis=0)} to {sizes.max(axis=0)}, used as {IMAGE_SIZE}")
    axis = counts.plot.bar(stacked=True, figsize=(8, 4), xlabel="class", ylabel="images")
    save_figure(axis.figure, output_dir, "classes")
    titles = [class_names[number] for number in numbers[:9]]
    show_grid([read_image(path) for path in paths[:9]], titles, output_dir, "samples")


# %% Preprocessing
def draw_pairs(numbers, generator):
    """Returns left rows, right rows and same (0 or 1, half of each), about PAIRS_PER_IMAGE * n."""
    left, right, same = [], [], []
    for row in np.tile(generator.permutation(len(numbers)), PAIRS_PER_IMAGE):
        wanted = len(same) % 2
        partners = np.flatnonzero((numbers == numbers[row]) == bool(wanted))
        partners = partners[partners != row]
        if len(partners):
            left.append(row)
            right.append(generator.choice(partners))
            same.append(wanted)
    return np.array(left), np.array(right), np.array(same, dtype="float32")


def load_pair(left, right, same):
    """Reads both images inside a tf.data pipeline."""
    images = [tf.numpy_function(read_image, [path], tf.uint8) for path in (left, right)]
    left, right = (tf.ensure_shape(image, (*IMAGE_SIZE, CHANNELS)) for image in images)
    return {"left": left, "right": right}, same


def make_dataset(paths, numbers, batch_size, training=False):
    """Returns batches of pairs; train draws new ones each epoch, the others keep theirs."""
    generator = np.random.default_rng(SEED)

    def draw():
        left, right, same = draw_pairs(
            numbers, generator if training else np.random.default_rng(SEED)
        )
        yield from zip(paths[left], paths[right], same, strict=True)

    text, number = tf.TensorSpec((), tf.string), tf.TensorSpec((), tf.float32)
    dataset = tf.data.Dataset.from_generator(draw, output_signature=(text, text, number))
    dataset = dataset.map(load_pair, num_parallel_calls=tf.data.AUTOTUNE)
    count = len(draw_pairs(numbers, np.random.default_rng(SEED))[2])
    dataset = dataset.apply(tf.data.experimental.assert_cardinality(count))
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Model
@keras.saving.register_keras_serializable(package="project")
class CodeSimilarity(layers.Layer):
    """Compares two codes [n, size] of unit length: 1 where they are equal, 0 where opposite."""

    def call(self, inputs):
        """Returns 1 minus half the Euclidean distance, [n, 1]."""
        left, right = inputs
        squares = ops.sum(ops.square(left - right), axis=-1, keepdims=True)
        # The root has no gradient at 0.
        return 1 - ops.sqrt(ops.maximum(squares, 1e-7)) / 2

    def get_config(self):
        """Returns the layer's arguments; it has none of its own."""
        return super().get_config()


@keras.saving.register_keras_serializable(package="project")
def contrastive_loss(same, scores):
    """Returns the loss [n]: same pairs are drawn together, others pushed MARGIN apart."""
    distances = 1 - scores
    pushes = ops.maximum(MARGIN - distances, 0)
    losses = same * ops.square(distances) + (1 - same) * ops.square(pushes)
    return ops.mean(losses, axis=-1)


def build_encoder():
    """Returns the shared encoder: images 0-255 -> codes [n, CODE_SIZE] of unit length."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = layers.Rescaling(1 / 255)(inputs)
    for filters in ENCODER_FILTERS:
        features = layers.Conv2D(filters, (3, 3), padding="same", activation="relu")(features)
        features = layers.MaxPooling2D((2, 2), padding="same")(features)
    features = layers.GlobalAveragePooling2D()(features)
    features = layers.Dropout(DROPOUT_RATE)(features)
    features = layers.Dense(CODE_SIZE)(features)
    outputs = layers.UnitNormalization()(features)
    return keras.Model(inputs, outputs, name="encoder")


def build_model(learning_rate=LEARNING_RATE):
    """Returns the compiled network: {"left", "right"} images 0-255 -> sameness [n, 1], 0 to 1."""
    left = keras.Input((*IMAGE_SIZE, CHANNELS), name="left")
    right = keras.Input((*IMAGE_SIZE, CHANNELS), name="right")
    encoder = build_encoder()
    outputs = CodeSimilarity()([encoder(left), encoder(right)])
    model = keras.Model({"left": left, "right": right}, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss=contrastive_loss,
        metrics=[keras.metrics.AUC(name="auc")],
    )
    return model


# %% Evaluation
def load_artifacts(output_dir):
    """Returns the trained model and the state it was trained with."""
    for name in ("model.keras", "preprocessing.json"):
        if not (output_dir / name).is_file():
            raise SystemExit(f"expected {name} in {output_dir}, found none: train the model first")
    state = json.loads((output_dir / "preprocessing.json").read_text(encoding="utf-8"))
    classes = {"CodeSimilarity": CodeSimilarity, "contrastive_loss": contrastive_loss}
    return keras.models.load_model(output_dir / "model.keras", custom_objects=classes), state


def collect(model, dataset):
    """Returns left and right images, same [n] and scores [n] of a dataset, in one pass."""
    left, right, same, scores = [], [], [], []
    for inputs, targets in dataset:
        left.append(inputs["left"].numpy())
        right.append(inputs["right"].numpy())
        same.append(targets.numpy())
        scores.append(model.predict_on_batch(inputs)[:, 0])
    return [np.concatenate(parts) for parts in (left, right, same, scores)]


def pixel_scores(left, right):
    """Returns the likeness of raw pixels [n]: the negative root mean square difference."""
    difference = left.astype("float32") - right
    return -np.sqrt(np.mean(difference**2, axis=(1, 2, 3)))


def equal_error(same, scores):
    """Returns the threshold where as many pairs are wrongly accepted as refused, and that share."""
    accepted, found, thresholds = roc_curve(same, scores)
    index = np.argmin(np.abs(accepted - (1 - found)))
    return float(thresholds[index]), float((accepted[index] + 1 - found[index]) / 2)


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
    show_grid(np.concatenate([left[worst], right[worst]], axis=2), titles, output_dir, "worst")


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores test pairs against raw pixels, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    prepared = prepare(data_dir, limit=limit, state=state)
    # The threshold is chosen on validation: test must not decide what it is judged by.
    _, _, same, scores = collect(model, prepared.validation)
    threshold, _ = equal_error(same, scores)
    write_json(output_dir / "threshold.json", {"threshold": threshold})
    left, right, same, scores = collect(model, prepared.test)
    metrics = {
        "metric": "roc_auc",
        "higher_is_better": True,
        "model": float(roc_auc_score(same, scores)),
        "baseline": float(roc_auc_score(same, pixel_scores(left, right))),
        "reference": None,
        "baseline_name": "distance of raw pixels",
        "reference_name": None,
        "test_size": len(same),
        "details": {
            "equal_error_rate": equal_error(same, scores)[1],
            "threshold": threshold,
            "accuracy_at_threshold": float(np.mean((scores >= threshold) == (same == 1))),
            "test_classes_unseen": len(state["class_names"]) >= UNSEEN_FROM,
        },
    }
    write_metrics(metrics, output_dir)
    print(json.dumps(metrics["details"], indent=2))
    plot_scores(same, scores, threshold, output_dir)
    plot_errors(left, right, same, scores, output_dir)
    return metrics


# %% Inference
def example_input(data_dir):
    """Returns one image file of the data, to be compared with the others in its folder."""
    return Path(list_images(data_dir / IMAGE_ROOT)[0])


def list_pairs(input_path):
    """Returns the files to compare: an image with its neighbours, or all images of a folder."""
    folder = input_path if input_path.is_dir() else input_path.parent
    found = np.array(list_images(folder))
    found = list(found[keep_readable(found)]) if len(found) else []
    if len(found) < 2 or not (input_path.is_dir() or input_path in found):
        raise SystemExit(f"expected two or more readable images to compare at {input_path}")
    if input_path.is_dir():
        found = found[:MOST_COMPARED]
        return [(left, right) for row, left in enumerate(found) for right in found[row + 1 :]]
    return [(input_path, right) for right in found if right != input_path]


def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with the sameness of an image and its neighbours, or of a folder's pairs."""
    model, _ = load_artifacts(output_dir)
    pairs = list_pairs(input_path)
    scores = []
    for start in range(0, len(pairs), BATCH_SIZE):
        batch = pairs[start : start + BATCH_SIZE]
        left, right = (
            np.stack([read_image(path) for path in side]) for side in zip(*batch, strict=True)
        )
        scores.append(model.predict_on_batch({"left": left, "right": right})[:, 0])
    rows = pd.DataFrame(pairs, columns=["left", "right"]).astype(str)
    rows["score"] = np.concatenate(scores)
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows.sort_values("score", ascending=False).to_csv(output_path, index=False)
    return output_path
