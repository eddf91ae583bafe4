"""The target is a class for each pixel, in a mask file; targets are paths [n].

Gives what the driver asks of a target; needs encode_masks and predicted_numbers (labels/mask_*),
image/masks.
"""

# %% Imports
from pathlib import Path

import numpy as np
import pandas as pd
import tensorflow as tf
from matplotlib import colormaps
from PIL import Image
from sklearn.linear_model import LogisticRegression

# %% Configuration
CLASS_COUNT = 2
# The simple reference learns from at most so many train images, and pixels of each.
REFERENCE_ITEMS = 200
REFERENCE_PIXELS = 500


# %% Data
def colour_mask(numbers):
    """Returns class numbers [height, width] as colours, uint8 [height, width, 3]."""
    return (colormaps["tab10"](numbers % 10)[..., :3] * 255).astype("uint8")


def overlay(image, numbers):
    """Returns an image 0-255 with its mask's classes, background aside, laid over it in colour."""
    colour = np.broadcast_to(image, (*IMAGE_SIZE, CHANNELS))[..., :3] * np.ones(3)
    blend = np.where(numbers[..., None] == 0, colour, 0.5 * colour + 0.5 * colour_mask(numbers))
    return blend.astype("uint8")


def describe_targets(splits, output_dir):
    """Prints the share of each class in the masks of train; saves them as bars."""
    masks = np.stack([read_mask(path) for path in splits["train"][1][:200]])
    shares = np.bincount(masks.reshape(-1), minlength=CLASS_COUNT) / masks.size
    shares = pd.Series(shares, index=[f"class {number}" for number in range(len(shares))])
    print(shares.rename("share of train pixels").to_string())
    axis = shares.plot.bar(figsize=(6, 4), ylabel="share of train pixels")
    save_figure(axis.figure, output_dir, "classes")


def describe_inputs(items, targets, output_dir):
    """Prints the sizes of image files; saves nine of them with their masks laid over them."""
    print_sizes(items)
    pairs = zip(items[:9], targets[:9], strict=True)
    overlays = [overlay(read_image(path), read_mask(mask)) for path, mask in pairs]
    show_grid(overlays, [Path(path).name for path in items[:9]], output_dir, "samples")


# %% Preprocessing
def learn_targets(targets):
    """Returns the grey values of the classes and the count of them; train teaches nothing."""
    return {"mask_values": list(MASK_VALUES), "sizes": {"class_count": CLASS_COUNT}}


def load_mask(path):
    """Reads one mask inside a tf.data pipeline: path -> training target."""
    mask = tf.numpy_function(lambda name: read_mask(name.decode()), [path], tf.uint8)
    return encode_masks(tf.ensure_shape(mask, IMAGE_SIZE))


def target_dataset(targets, state):
    """Returns the training targets of masks one by one."""
    dataset = tf.data.Dataset.from_tensor_slices(targets)
    return dataset.map(load_mask, num_parallel_calls=tf.data.AUTOTUNE)


# %% Evaluation
def count_pixels(truth, predicted):
    """Returns the confusion matrix [k, k] of class numbers of the same shape."""
    pairs = truth.astype("int64") * CLASS_COUNT + predicted
    counts = np.bincount(pairs.reshape(-1), minlength=CLASS_COUNT**2)
    return counts.reshape(CLASS_COUNT, CLASS_COUNT)


def class_overlaps(results):
    """Returns intersection over union of each class [k] over all images; NaN where absent."""
    matrix = results.sum(axis=0)
    union = matrix.sum(axis=0) + matrix.sum(axis=1) - np.diag(matrix)
    return np.divide(np.diag(matrix), union, where=union > 0, out=np.full(len(matrix), np.nan))


def score_results(results):
    """Returns the mean over classes of intersection over union."""
    return np.nanmean(class_overlaps(results))


def fit_reference(paths, masks):
    """Returns the most frequent class and logistic regression on colour, learnt from train."""
    generator = np.random.default_rng(SEED)
    pixels, numbers = [], []
    for path, mask in zip(paths[:REFERENCE_ITEMS], masks[:REFERENCE_ITEMS], strict=True):
        rows = generator.integers(np.prod(IMAGE_SIZE), size=REFERENCE_PIXELS)
        pixels.append(read_image(path).reshape(-1, CHANNELS)[rows] / 255)
        numbers.append(read_mask(mask).reshape(-1)[rows])
    pixels, numbers = np.concatenate(pixels), np.concatenate(numbers)
    common = np.bincount(numbers).argmax()
    if len(np.unique(numbers)) < 2:
        return common, None
    return common, LogisticRegression(max_iter=2000).fit(pixels, numbers)


def predict_masks(model, paths):
    """Returns the class of each pixel of image files, uint8 [n, height, width]."""
    batches = input_dataset(paths, {}).batch(BATCH_SIZE)
    scores = (model.predict_on_batch(images) for images in batches)
    return np.concatenate([predicted_numbers(batch).astype("uint8") for batch in scores])


def measure_test(model, splits, state, output_dir):
    """Returns the metrics of the test split; saves test images with their masks."""
    items, targets = splits["test"]
    common, reference = fit_reference(*splits["train"])
    masks = predict_masks(model, items)
    results = {"model": [], "baseline": [], "reference": []}
    for path, mask, found in zip(items, targets, masks, strict=True):
        truth = read_mask(mask)
        results["model"].append(count_pixels(truth, found))
        results["baseline"].append(count_pixels(truth, np.full_like(truth, common)))
        if reference is not None:
            pixels = read_image(path).reshape(-1, CHANNELS) / 255
            found = reference.predict(pixels).reshape(truth.shape)
            results["reference"].append(count_pixels(truth, found))
    results = {name: np.stack(values) for name, values in results.items() if values}
    plot_masks(items, targets, masks, output_dir)
    names = {"metric": "mean_iou", "higher_is_better": True}
    names |= {"baseline_name": "most frequent class everywhere"}
    names |= {"reference_name": "logistic regression on pixel colour"}
    return compare_results(score_results, results, names, mask_details(results["model"]))


def mask_details(results):
    """Returns accuracy of the pixels, and overlap of each class; None where it is absent."""
    overlaps = class_overlaps(results)
    matrix = results.sum(axis=0)
    return {
        "pixel_accuracy": float(np.trace(matrix) / matrix.sum()),
        "iou_by_class": [None if np.isnan(value) else float(value) for value in overlaps],
    }


def plot_masks(items, targets, masks, output_dir):
    """Saves three test images with their true and predicted masks laid over them."""
    panels = []
    for path, mask, found in zip(items[:3], targets[:3], masks[:3], strict=True):
        image = read_image(path)
        panels += [image, overlay(image, read_mask(mask)), overlay(image, found)]
    show_grid(panels, ["image", "true mask", "predicted mask"] * 3, output_dir, "masks")


# %% Inference
def answer_items(model, items, state, output_path):
    """Writes a mask file for each image into a folder; returns their paths and the class shares."""
    folder = output_path.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    values = np.array(state["mask_values"], dtype="uint8")
    rows = []
    for number, (path, classes) in enumerate(zip(items, predict_masks(model, items), strict=True)):
        height, width = file_size(path)
        mask = Image.fromarray(values[classes]).resize((width, height), Image.Resampling.NEAREST)
        mask_path = folder / f"{number:05d}_{Path(path).stem}.png"
        mask.save(mask_path)
        shares = np.bincount(classes.reshape(-1), minlength=CLASS_COUNT) / classes.size
        shares = {f"share_{label}": share for label, share in enumerate(shares)}
        rows.append({"mask": str(mask_path)} | shares)
    return pd.DataFrame(rows)
