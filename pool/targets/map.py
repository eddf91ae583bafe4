"""The target is a number map, its sum a count: reading, scale, scores and answers.

Needs image/pairs.
"""

# %% Imports
import math
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf
from PIL import Image


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


def shade(numbers):
    """Returns a number map [height, width, 1] as grey values, its largest number white."""
    return (255 * numbers / max(float(numbers.max()), 1e-6)).clip(0, 255).astype("uint8")


def read_totals(paths):
    """Returns the sum of each map [n, 1]."""
    return np.array([[float(read_map(path).sum())] for path in paths])


def describe_targets(splits, output_dir):
    """Prints the totals of the maps; saves their histogram."""
    totals = {
        split: pd.Series(read_totals(maps[:500])[:, 0]) for split, (_, maps) in splits.items()
    }
    totals = pd.DataFrame(totals)
    print(totals.describe().to_string())
    axis = totals.plot.hist(bins=30, stacked=True, figsize=(8, 4), xlabel="sum of the map")
    save_figure(axis.figure, output_dir, "totals")


def describe_inputs(items, targets, output_dir):
    """Prints the sizes of image files; saves four of them beside their maps."""
    print_sizes(items)
    panels, titles = [], []
    for path, map_path in zip(items[:4], targets[:4], strict=True):
        panels += [read_image(path), shade(read_map(map_path))]
        titles += ["image", f"map, sum {read_map(map_path).sum():.4g}"]
    show_grid(panels, titles, output_dir, "samples")


# %% Preprocessing
def learn_targets(targets):
    """Returns the spread of the pixels of train maps, the network's unit, and the median total."""
    scale = float(np.std([read_map(path) for path in targets[:200]])) or 1.0
    median = float(np.median(read_totals(targets)))
    return {"target_scale": scale, "median_total": median, "sizes": {}}


def target_dataset(targets, state):
    """Returns the scaled maps of files one by one [height, width, 1]."""

    def load_map(path):
        """Reads one map inside a tf.data pipeline."""
        numbers = tf.numpy_function(lambda name: read_map(name.decode()), [path], tf.float32)
        return tf.ensure_shape(numbers, (*IMAGE_SIZE, TARGET_CHANNELS)) / state["target_scale"]

    dataset = tf.data.Dataset.from_tensor_slices(targets)
    return dataset.map(load_map, num_parallel_calls=tf.data.AUTOTUNE)


# %% Evaluation
def restore_maps(scaled, state):
    """Returns maps [n, height, width, 1] in their own units for model outputs."""
    return np.maximum(np.asarray(scaled), 0) * state["target_scale"]


def measure_test(model, splits, state, output_dir):
    """Returns the metrics of the test split; saves estimated against true totals and maps."""
    items, targets = splits["test"]
    truth, maps = read_totals(targets), restore_maps(predict_scores(model, items, state), state)
    values = {"model": maps.sum(axis=(1, 2, 3))[:, None]}
    values["baseline"] = np.full_like(truth, state["median_total"])
    train_items, train_targets = splits["train"]
    totals = pd.DataFrame(read_totals(train_targets[:REFERENCE_ITEMS]))
    values["reference"] = predict_reference(train_items, totals, items, state)
    results = {name: np.abs(value - truth)[:, 0] for name, value in values.items()}
    plot_maps(items, targets, maps, values["model"][:, 0], output_dir)
    pixels = [
        np.abs(read_map(path) - found).mean() for path, found in zip(targets, maps, strict=True)
    ]
    details = {
        "root_mean_squared_error": float(np.sqrt(np.mean(results["model"] ** 2))),
        "mean_absolute_error_of_pixels": float(np.mean(pixels)),
    }
    names = {"metric": "mean_absolute_error", "higher_is_better": False}
    names |= {
        "baseline_name": "median total of train",
        "reference_name": f"{REFERENCE_MODEL} on {REFERENCE_INPUTS}",
    }
    return compare_results(np.mean, results, names, details)


def plot_maps(items, targets, maps, totals, output_dir):
    """Saves estimated against true totals, and three test images with both maps."""
    truth = read_totals(targets)[:, 0]
    figure, axis = plt.subplots(figsize=(5, 5))
    axis.scatter(truth, totals, s=12)
    axis.axline((float(truth.mean()), float(truth.mean())), slope=1, color="gray")
    axis.set(xlabel="true total", ylabel="estimated total")
    save_figure(figure, output_dir, "estimates")
    panels = []
    for path, true, found in zip(items[:3], targets[:3], maps[:3], strict=True):
        panels += [read_image(path), shade(read_map(true)), shade(found)]
    show_grid(panels, ["image", "true map", "estimated map"] * 3, output_dir, "maps")


# %% Inference
def answer_items(model, items, state, output_path):
    """Writes a density map for each image into a folder; returns their totals and paths."""
    folder = output_path.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for number, path in enumerate(items):
        numbers = restore_maps(model.predict_on_batch(read_image(path)[None]), state)[0]
        map_path = folder / f"{number:05d}_{Path(path).stem}.tiff"
        Image.fromarray(numbers[..., 0].astype("float32")).save(map_path)
        rows.append({"prediction": float(numbers.sum()), "map": str(map_path)})
    return pd.DataFrame(rows)
