"""What 2 programs share: MASK_FOLDER, MASK_SUFFIX, MASK_VALUES, ENCODER_FILTERS, ..."""


# %% Imports
from PIL import Image
from collections import Counter
from keras import layers
from pathlib import Path
from sklearn.linear_model import LogisticRegression
import keras
import math
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import sys
import tensorflow as tf


# %% Configuration
MASK_FOLDER = "masks"
# What a mask's name adds to its image's name.
MASK_SUFFIX = ""
# Grey value of each class in the mask files, in class order.
MASK_VALUES = (0, 1, 2)
# Convolutions of each level of the encoder; the decoder mirrors them.
ENCODER_FILTERS = (16, 32, 64)


# %% Data
def read_mask(path):
    """Returns one mask file as class numbers, uint8 [height, width], from its grey values."""
    with Image.open(path) as image:
        # A palette may hold the class values themselves; otherwise its colours count.
        direct = image.mode == "P" and set(np.unique(image).tolist()) <= set(MASK_VALUES)
        if not direct and image.mode[0] not in "IF":
            image = image.convert("L")
        grey = np.asarray(image.resize(IMAGE_SIZE[::-1], Image.Resampling.NEAREST), "float32")
    # The nearest class value, since lossy files blur the values a little.
    return np.argmin(np.abs(grey[..., None] - np.array(MASK_VALUES)), axis=-1).astype("uint8")


def pair_files(data_dir):
    """Returns paths of images [n] and of their masks [n], joined by name; others are counted."""
    image_root, mask_root = data_dir / IMAGE_FOLDER, data_dir / MASK_FOLDER
    for folder in (image_root, mask_root):
        if not folder.is_dir():
            found = ", ".join(sorted(path.name for path in data_dir.glob("*"))[:20]) or "nothing"
            raise SystemExit(f"expected the folder {folder}, found in {data_dir}: {found}")
    masks = {}
    for path in list_images(mask_root):
        if path.stem.endswith(MASK_SUFFIX):
            key = file_key(path, mask_root, MASK_SUFFIX)
            masks[key] = path
    # Where the folders below differ, a name that occurs once is enough.
    counts = Counter(Path(key).name for key in masks)
    bare = {Path(key).name: path for key, path in masks.items() if counts[Path(key).name] == 1}
    taken = set(masks.values())
    images = [path for path in list_images(image_root) if path not in taken]
    keys = [file_key(path, image_root) for path in images]
    found = [masks.get(key) or bare.get(Path(key).name) for key in keys]
    pairs = [(str(path), str(mask)) for path, mask in zip(images, found, strict=True) if mask]
    if len(pairs) < len(images):
        print(f"skipped {len(images) - len(pairs)} images without a mask", file=sys.stderr)
    if len(pairs) < 3:
        raise SystemExit(f"expected three or more images with masks, found {len(pairs)}")
    return np.array(pairs).T


def split_files(data_dir, limit=None):
    """Returns {split: (image paths [n], mask paths [n])}, pairs of readable files only."""
    images, masks = pair_files(data_dir)
    splits = {}
    for split, rows in zip(("train", "validation", "test"), split_rows(len(images)), strict=True):
        rows = rows[:limit]
        rows = rows[keep_readable(images[rows]) & keep_readable(masks[rows])]
        if len(rows) == 0:
            raise SystemExit(f"expected readable {split} pairs in {data_dir}, found none")
        splits[split] = (images[rows], masks[rows])
    return splits


def colour_mask(numbers):
    """Returns class numbers [height, width] as colours, uint8 [height, width, 3]."""
    return (plt.get_cmap("tab10")(numbers % 10)[..., :3] * 255).astype("uint8")


def overlay(image, numbers):
    """Returns an image 0-255 with its mask's classes, background aside, laid over it in colour."""
    colour = np.broadcast_to(image, (*IMAGE_SIZE, CHANNELS))[..., :3] * np.ones(3)
    blend = np.where(numbers[..., None] == 0, colour, 0.5 * colour + 0.5 * colour_mask(numbers))
    return blend.astype("uint8")


def describe(data_dir, output_dir):
    """Prints items per split, sizes and the share of each class; saves bars and overlays."""
    splits = split_files(data_dir)
    print({split: len(images) for split, (images, _) in splits.items()})
    paths, mask_paths = splits["train"]
    sizes = np.array([file_size(path) for path in paths[:500]])
    print(f"height x width from {sizes.min(axis=0)} to {sizes.max(axis=0)}, used as {IMAGE_SIZE}")
    masks = np.stack([read_mask(path) for path in mask_paths[:200]])
    shares = np.bincount(masks.reshape(-1), minlength=CLASS_COUNT) / masks.size
    shares = pd.Series(shares, index=[f"class {number}" for number in range(CLASS_COUNT)])
    print(shares.rename("share of train pixels"))
    axis = shares.plot.bar(figsize=(6, 4), ylabel="share of train pixels")
    save_figure(axis.figure, output_dir, "classes")
    images = [read_image(path) for path in paths[:9]]
    overlays = [overlay(image, mask) for image, mask in zip(images, masks[:9], strict=True)]
    show_grid(overlays, [Path(path).name for path in paths[:9]], output_dir, "samples")


# %% Preprocessing
def load_pair(image_path, mask_path):
    """Reads one pair in tf.data -> uint8 [height, width, channels] and [height, width]."""
    image = tf.numpy_function(read_image, [image_path], tf.uint8)
    mask = tf.numpy_function(read_mask, [mask_path], tf.uint8)
    return tf.ensure_shape(image, (*IMAGE_SIZE, CHANNELS)), tf.ensure_shape(mask, IMAGE_SIZE)


def make_dataset(paths, mask_paths, batch_size, training=False):
    """Returns batches of (uint8 images [n, height, width, channels], targets)."""
    dataset = tf.data.Dataset.from_tensor_slices((paths, mask_paths))
    dataset = dataset.map(load_pair, num_parallel_calls=tf.data.AUTOTUNE)
    if len(paths) * math.prod(IMAGE_SIZE) * (CHANNELS + 1) <= CACHE_BYTES:
        dataset = dataset.cache()
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    dataset = dataset.batch(batch_size)
    dataset = dataset.map(lambda images, masks: (images, encode_masks(masks)))
    return dataset.prefetch(tf.data.AUTOTUNE)


# %% Model
def convolve(features, filters):
    """Returns features [n, height, width, filters] after two convolutions of 3 x 3 pixels."""
    for _ in range(2):
        features = layers.Conv2D(filters, 3, padding="same", use_bias=False)(features)
        features = layers.BatchNormalization(momentum=0.9)(features)
        features = layers.ReLU()(features)
    return features


def build_unet(inputs):
    """Returns features [n, height, width, filters] of a U-Net for images 0-255."""
    features = layers.Rescaling(1 / 255)(inputs)
    # Each level halves the sides, so they are padded to a multiple and cut back at the end.
    bottom, right = (-side % 2 ** len(ENCODER_FILTERS) for side in IMAGE_SIZE)
    features = layers.ZeroPadding2D(((0, bottom), (0, right)))(features)
    skips = []
    for filters in ENCODER_FILTERS:
        features = convolve(features, filters)
        skips.append(features)
        features = layers.MaxPooling2D()(features)
    features = convolve(features, 2 * ENCODER_FILTERS[-1])
    for filters, skip in zip(reversed(ENCODER_FILTERS), reversed(skips), strict=True):
        features = layers.Conv2DTranspose(filters, 2, strides=2, padding="same")(features)
        features = convolve(layers.Concatenate()([features, skip]), filters)
    return layers.Cropping2D(((0, bottom), (0, right)))(features)


# %% Evaluation
def score_masks(matrix):
    """Returns intersection over union of each class [k] from a confusion matrix; NaN if absent."""
    union = matrix.sum(axis=0) + matrix.sum(axis=1) - np.diag(matrix)
    return np.divide(np.diag(matrix), union, where=union > 0, out=np.full(len(matrix), np.nan))


def count_pixels(dataset, predict):
    """Returns the confusion matrix [k, k] of pixels; predict maps images to class numbers."""
    matrix = np.zeros((CLASS_COUNT, CLASS_COUNT), dtype="int64")
    for images, targets in dataset:
        pairs = mask_numbers(targets).astype("int64") * CLASS_COUNT + predict(images.numpy())
        matrix += np.bincount(pairs.reshape(-1), minlength=matrix.size).reshape(matrix.shape)
    return matrix


def fit_reference(train):
    """Returns the most frequent class and logistic regression on colour, learnt from train."""
    generator = np.random.default_rng(SEED)
    pixels, numbers, counts = [], [], np.zeros(CLASS_COUNT)
    for images, targets in train:
        flat = mask_numbers(targets).reshape(-1)
        counts += np.bincount(flat, minlength=CLASS_COUNT)
        if sum(map(len, numbers)) < REFERENCE_PIXELS:
            rows = generator.choice(len(flat), min(len(flat), 2000), replace=False)
            pixels.append(images.numpy().reshape(-1, CHANNELS)[rows] / 255)
            numbers.append(flat[rows])
    pixels, numbers = np.concatenate(pixels), np.concatenate(numbers)
    if len(np.unique(numbers)) < 2:
        return int(counts.argmax()), None
    return int(counts.argmax()), LogisticRegression(max_iter=500).fit(pixels, numbers)


def score_baselines(train, test):
    """Returns the mean IoU of the most frequent class and of logistic regression on colour."""
    common, reference = fit_reference(train)
    counts = count_pixels(test, lambda images: np.full(images.shape[:3], common))
    baseline = float(np.nanmean(score_masks(counts)))
    if reference is None:
        return baseline, None
    counts = count_pixels(
        test,
        lambda images: reference.predict(images.reshape(-1, CHANNELS) / 255).reshape(
            images.shape[:3]
        ),
    )
    return baseline, float(np.nanmean(score_masks(counts)))


def plot_masks(model, test, output_dir):
    """Saves three test images with their true and predicted masks laid over them."""
    images, targets = next(iter(test.unbatch().batch(3)))
    predicted = predicted_numbers(model.predict_on_batch(images))
    panels, titles = [], []
    for image, true, said in zip(images.numpy(), mask_numbers(targets), predicted, strict=True):
        panels += [image, overlay(image, true), overlay(image, said)]
        titles += ["image", "true mask", "predicted mask"]
    show_grid(panels, titles, output_dir, "masks")


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    prepared = prepare(data_dir, limit=limit, state=state)
    matrix = count_pixels(
        prepared.test, lambda images: predicted_numbers(model.predict_on_batch(images))
    )
    overlaps = score_masks(matrix)
    baseline, reference = score_baselines(prepared.train, prepared.test)
    metrics = {
        "metric": "mean_iou",
        "higher_is_better": True,
        "model": float(np.nanmean(overlaps)),
        "baseline": baseline,
        "reference": reference,
        "baseline_name": "most frequent class everywhere",
        "reference_name": "logistic regression on pixel colour",
        "test_size": sum(len(images) for images, _ in prepared.test),
        "details": {
            "pixel_accuracy": float(np.trace(matrix) / matrix.sum()),
            "iou_by_class": [None if np.isnan(value) else float(value) for value in overlaps],
            "dice_by_class": [
                None if np.isnan(value) else float(2 * value / (1 + value)) for value in overlaps
            ],
        },
    }
    write_metrics(metrics, output_dir)
    plot_masks(model, prepared.test, output_dir)
    return metrics


# %% Inference
def example_input(data_dir):
    """Returns one image file of the data, to try the prediction with."""
    return Path(split_files(data_dir, limit=1)["test"][0][0])


def predict_items(input_path, output_dir, output_path):
    """Writes a mask file for one image or each of a folder, and a CSV with the class shares."""
    model, state = load_artifacts(output_dir)
    found = list_images(input_path) if input_path.is_dir() else [input_path]
    paths = [path for path, good in zip(found, keep_readable(found), strict=True) if good]
    if not paths:
        raise SystemExit(f"expected an image or a folder of images at {input_path}, found none")
    folder = output_path.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    values = np.array(state["mask_values"], dtype="uint8")
    rows = []
    for number, path in enumerate(paths):
        scores = model.predict_on_batch(read_image(path)[None])
        classes = predicted_numbers(scores)[0]
        height, width = file_size(path)
        mask = Image.fromarray(values[classes]).resize((width, height), Image.Resampling.NEAREST)
        mask_path = folder / f"{number:05d}_{path.stem}.png"
        mask.save(mask_path)
        shares = np.bincount(classes.reshape(-1), minlength=CLASS_COUNT) / classes.size
        shares = {f"share_{label}": share for label, share in enumerate(shares)}
        rows.append({"file": str(path), "mask": str(mask_path)} | shares)
    pd.DataFrame(rows).to_csv(output_path, index=False)
    return output_path
