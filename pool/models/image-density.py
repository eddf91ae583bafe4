"""What the program image-density alone has."""


# %% Imports
from PIL import Image
from keras import layers
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
import keras
import math
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf


# %% Data
def read_map(path):
    """Returns one number map as float32 [height, width, 1]; resizing keeps the map's sum."""
    with Image.open(path) as image:
        if image.mode[0] not in "IF":
            image = image.convert("L")
        numbers = Image.fromarray(np.asarray(image, "float32"))
        numbers = numbers.resize(IMAGE_SIZE[::-1], Image.Resampling.BOX)
        shrink = image.width * image.height / math.prod(IMAGE_SIZE)
    return np.asarray(numbers, "float32")[..., None] * np.float32(shrink)


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    splits = split_files(data_dir, limit)
    state = state or {"target_scale": learn_scale(splits["train"][1]), "sizes": {}}
    train = make_dataset(*splits["train"], state, batch_size, training=True)
    validation = make_dataset(*splits["validation"], state, batch_size)
    test = make_dataset(*splits["test"], state, batch_size)
    return Prepared(train, validation, test, state)


def shade(numbers):
    """Returns a number map [height, width, 1] as grey values, its largest number white."""
    return (255 * numbers / max(float(numbers.max()), 1e-6)).clip(0, 255).astype("uint8")


def describe(data_dir, output_dir):
    """Prints items and map totals per split and the image sizes; saves histogram and pairs."""
    splits = split_files(data_dir)
    totals = {
        split: pd.Series([float(read_map(path).sum()) for path in maps[:500]])
        for split, (_, maps) in splits.items()
    }
    totals = pd.DataFrame(totals)
    print(totals.describe())
    paths, map_paths = splits["train"]
    sizes = np.array([file_size(path) for path in paths[:500]])
    print(f"height x width from {sizes.min(axis=0)} to {sizes.max(axis=0)}, used as {IMAGE_SIZE}")
    axis = totals.plot.hist(bins=30, stacked=True, figsize=(8, 4), xlabel="sum of the map")
    save_figure(axis.figure, output_dir, "totals")
    panels, titles = [], []
    for path, map_path, total in zip(paths[:4], map_paths[:4], totals["train"], strict=False):
        panels += [read_image(path), shade(read_map(map_path))]
        titles += ["image", f"map, sum {total:.4g}"]
    show_grid(panels, titles, output_dir, "samples")


# %% Preprocessing
def learn_scale(paths):
    """Returns the spread of the pixels of the train maps, the network's unit."""
    return float(np.std([read_map(path) for path in paths[:200]])) or 1.0


def load_pair(input_path, map_path):
    """Reads one pair in tf.data -> image [height, width, channels] and map [height, width, 1]."""
    image = tf.numpy_function(read_image, [input_path], tf.uint8)
    numbers = tf.numpy_function(read_map, [map_path], tf.float32)
    image = tf.ensure_shape(image, (*IMAGE_SIZE, CHANNELS))
    return image, tf.ensure_shape(numbers, (*IMAGE_SIZE, TARGET_CHANNELS))


def make_dataset(paths, map_paths, state, batch_size, training=False):
    """Returns batches of (images 0-255, scaled maps), both [n, height, width, channels]."""
    dataset = tf.data.Dataset.from_tensor_slices((paths, map_paths))
    dataset = dataset.map(load_pair, num_parallel_calls=tf.data.AUTOTUNE)
    if len(paths) * math.prod(IMAGE_SIZE) * (CHANNELS + 4) <= CACHE_BYTES:
        dataset = dataset.cache()
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    dataset = dataset.batch(batch_size)
    dataset = dataset.map(lambda images, maps: (images, maps / state["target_scale"]))
    return dataset.prefetch(tf.data.AUTOTUNE)


def restore(scaled, state):
    """Returns maps [n, height, width, 1] in their own units for scaled maps or model outputs."""
    return np.maximum(np.asarray(scaled), 0) * state["target_scale"]


# %% Model
def build_model(learning_rate=LEARNING_RATE):
    """Returns the compiled network: images 0-255 -> scaled maps [n, height, width, 1]."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = layers.Rescaling(1 / 255)(inputs)
    features = layers.Conv2D(32, (3, 3), padding="same", activation="relu")(features)
    features = layers.Conv2D(32, (3, 3), padding="same", activation="relu")(features)
    features = layers.Conv2D(32, 3, padding="same", dilation_rate=2, activation="relu")(features)
    features = layers.Conv2D(32, 3, padding="same", dilation_rate=4, activation="relu")(features)
    features = layers.Conv2D(16, (3, 3), padding="same", activation="relu")(features)
    outputs = layers.Conv2D(TARGET_CHANNELS, (1, 1))(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="mean_squared_error",
        metrics=["mae"],
    )
    return model


# %% Evaluation
def sum_maps(scaled, state):
    """Returns the total [n] of each map, in the maps' own units."""
    return restore(scaled, state).sum(axis=(1, 2, 3))


def score_baselines(train, test_images, test_totals, state):
    """Returns the mean absolute error of the mean total and of ridge regression on thumbnails."""
    pixels, totals = [], []
    for images, targets in train:
        totals.append(sum_maps(targets, state))
        if sum(map(len, pixels)) < REFERENCE_ITEMS:
            pixels.append(thumbnails(images))
    pixels, totals = np.concatenate(pixels), np.concatenate(totals)
    baseline = float(np.mean(np.abs(test_totals - totals.mean())))
    reference = make_pipeline(StandardScaler(), Ridge(alpha=100.0))
    reference.fit(pixels, totals[: len(pixels)])
    estimates = reference.predict(thumbnails(test_images))
    return baseline, float(np.mean(np.abs(test_totals - estimates)))


def plot_totals(totals, estimates, output_dir):
    """Saves estimated against true totals of the test maps."""
    figure, axis = plt.subplots(figsize=(5, 5))
    axis.scatter(totals, estimates, s=12)
    axis.axline((float(totals.mean()), float(totals.mean())), slope=1, color="gray")
    axis.set(xlabel="true total", ylabel="estimated total")
    save_figure(figure, output_dir, "estimates")


def plot_maps(images, targets, scores, output_dir):
    """Saves three test images with their true and estimated maps."""
    panels = []
    for image, true, said in zip(images[:3], targets[:3], scores[:3], strict=True):
        panels += [image, shade(true), shade(np.maximum(said, 0))]
    titles = ["image", "true map", "estimated map"] * len(images[:3])
    show_grid(panels, titles, output_dir, "maps")


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    prepared = prepare(data_dir, limit=limit, state=state)
    images, targets, scores = collect(model, prepared.test)
    totals, estimates = sum_maps(targets, state), sum_maps(scores, state)
    errors = np.abs(estimates - totals)
    baseline, reference = score_baselines(prepared.train, images, totals, state)
    metrics = {
        "metric": "mae_of_totals",
        "higher_is_better": False,
        "model": float(errors.mean()),
        "baseline": baseline,
        "reference": reference,
        "baseline_name": "mean total of train",
        "reference_name": "ridge regression on thumbnails",
        "test_size": len(totals),
        "details": {
            "rmse_of_totals": float(np.sqrt(np.mean(errors**2))),
            "mae_of_pixels": float(np.mean(np.abs(targets - scores)) * state["target_scale"]),
            "mae_interval": bootstrap_interval(errors),
        },
    }
    write_metrics(metrics, output_dir)
    plot_totals(totals, estimates, output_dir)
    plot_maps(images, targets, scores, output_dir)
    return metrics


# %% Inference
def predict_items(input_path, output_dir, output_path):
    """Writes a density map for one image or each of a folder, and a CSV with the totals."""
    model, state = load_artifacts(output_dir)
    found = list_images(input_path) if input_path.is_dir() else [input_path]
    paths = [path for path, good in zip(found, keep_readable(found), strict=True) if good]
    if not paths:
        raise SystemExit(f"expected an image or a folder of images at {input_path}, found none")
    folder = output_path.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for number, path in enumerate(paths):
        numbers = restore(model.predict_on_batch(read_image(path)[None]), state)[0]
        map_path = folder / f"{number:05d}_{path.stem}.tiff"
        Image.fromarray(numbers[..., 0].astype("float32")).save(map_path)
        rows.append({"file": str(path), "prediction": float(numbers.sum()), "map": str(map_path)})
    pd.DataFrame(rows).to_csv(output_path, index=False)
    return output_path
