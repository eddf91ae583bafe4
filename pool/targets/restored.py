"""The target is an image that a damaged one is restored to.

Needs read_pair, which gives both, and REFERENCE_NAME. Gives what driver asks of a target, but for
the reading: compare, figures and answers.
"""

# %% Imports
from pathlib import Path

import numpy as np
import pandas as pd
import tensorflow as tf
from PIL import Image


# %% Evaluation
def measure_psnr(images, truth):
    """Returns the peak signal-to-noise ratio in decibels [n] of images 0-1; higher is better."""
    squares = np.mean((truth - images) ** 2, axis=(1, 2, 3))
    return -10 * np.log10(np.maximum(squares, 1e-10))


def measure_ssim(images, truth):
    """Returns the structural similarity [n] of images 0-1; 1 is the same image."""
    # The usual window of 11 pixels does not fit smaller images.
    window = min(11, *IMAGE_SIZE)
    return tf.image.ssim(truth, images, 1.0, filter_size=window).numpy()


def restore_images(model, images):
    """Returns restored images 0-1 for images 0-255, both [n, height, width, channels]."""
    return np.clip(model.predict_on_batch(images), 0, 1).astype("float32")


def measure_test(model, splits, state, output_dir):
    """Returns the metrics of the test split; saves three images, restored and as they should be."""
    reference = fit_reference(*splits["train"])
    results, similar, panels = {"model": [], "baseline": [], "reference": []}, [], []
    for images, truth in make_dataset(*splits["test"], state, BATCH_SIZE).as_numpy_iterator():
        found = {"model": restore_images(model, images), "baseline": copy_input(images)}
        found["reference"] = reference(images)
        for name, restored in found.items():
            results[name].append(measure_psnr(restored, truth))
        pair = [measure_ssim(found[name], truth) for name in ("model", "baseline")]
        similar.append(np.stack(pair, axis=1))
        if not panels:
            for row in range(min(3, len(images))):
                panels += [copy_input(images)[row], found["model"][row], truth[row]]
    titles = ["input", "restored", "target"] * 3
    show_grid(255 * np.stack(panels), titles, output_dir, "restored")
    results = {name: np.concatenate(values) for name, values in results.items()}
    ssim, ssim_of_input = np.concatenate(similar).mean(axis=0)
    details = {
        "ssim": float(ssim),
        "ssim_of_unchanged_input": float(ssim_of_input),
    }
    names = {"metric": "psnr", "higher_is_better": True}
    names |= {"baseline_name": "unchanged input", "reference_name": REFERENCE_MODEL}
    return compare_results(np.mean, results, names, details)


# %% Inference
def answer_items(model, items, state, output_path):
    """Writes a restored file for each image into a folder; returns their paths."""
    folder = output_path.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for number, path in enumerate(items):
        restored = restore_images(model, read_image(path)[None])[0]
        pixels = (255 * restored).round().astype("uint8")
        height, width = file_size(path)
        image = Image.fromarray(pixels.squeeze()).resize((width, height), Image.Resampling.BICUBIC)
        target_path = folder / f"{number:05d}_{Path(path).stem}.png"
        image.save(target_path)
        rows.append({"prediction": str(target_path)})
    return pd.DataFrame(rows)
