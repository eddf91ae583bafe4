"""The target is an image as if it were of the other domain, of which no pairs are known.

Gives what driver asks of a target; needs image/domains, image/compare and a network whose call
makes images 0-1 of images 0-255.
"""

# %% Imports
from pathlib import Path

import keras
import numpy as np
import pandas as pd
from PIL import Image

# %% Configuration
# Epochs without nearer images before training stops; adversarial training is far from steady.
PATIENCE = 40
# Test images that are compared at most.
COMPARED_ITEMS = 500


# %% Training
def make_callbacks(output_dir):
    """Returns callbacks that keep the weights whose images are nearest to the other domain."""
    watched = {"monitor": "val_distance", "mode": "min"}
    return [
        keras.callbacks.ModelCheckpoint(output_dir / "model.keras", save_best_only=True, **watched),
        keras.callbacks.EarlyStopping(patience=PATIENCE, restore_best_weights=True, **watched),
        keras.callbacks.CSVLogger(output_dir / "history.csv"),
        keras.callbacks.TerminateOnNaN(),
    ]


# %% Evaluation
def translate_images(model, images):
    """Returns images uint8 of the other domain for images 0-255, [n, height, width, channels]."""
    made = [
        model.predict_on_batch(images[start : start + BATCH_SIZE])
        for start in range(0, len(images), BATCH_SIZE)
    ]
    return (255 * np.concatenate(made).clip(0, 1)).round().astype("uint8")


def score_results(results):
    """Returns the distance between true images of the other domain and made ones, in grey levels.

    Results are rows of the pixels of a true and those of a made image.
    """
    pixels = np.split(results, 2, axis=1)
    images = [half.reshape(-1, *IMAGE_SIZE, TARGET_CHANNELS) for half in pixels]
    return float(sliced_distance(*images))


def measure_test(model, splits, state, output_dir):
    """Returns how far made images are from the other domain; saves some below their inputs."""
    items, targets = splits["test"]
    count = min(len(items), len(targets), COMPARED_ITEMS)
    images = read_images(items[:count])
    truth = np.stack([read_image(path, TARGET_CHANNELS) for path in targets[:count]])
    made = {"model": translate_images(model, images)}
    # Grey images are repeated for colours, colours averaged for grey ones.
    unchanged = images if CHANNELS == TARGET_CHANNELS else images.mean(axis=-1, keepdims=True)
    made["baseline"] = np.broadcast_to(unchanged, truth.shape).astype("uint8")
    plot_compared({"input": images, "made": made["model"]}, output_dir, "translated")
    rows = truth.reshape(count, -1)
    results = {name: np.column_stack([rows, own.reshape(count, -1)]) for name, own in made.items()}
    back = np.asarray(model.translate_back(made["model"][:BATCH_SIZE] / 255.0))
    details = {"cycle_error": float(np.abs(back - images[:BATCH_SIZE] / 255.0).mean())}
    names = {"metric": "sliced_wasserstein_distance", "higher_is_better": False}
    names |= {"baseline_name": "unchanged input", "reference_name": None}
    return compare_results(score_results, results, names, details)


# %% Inference
def answer_items(model, items, state, output_path):
    """Writes an image of the other domain for each image into a folder; returns their paths."""
    folder = output_path.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for number, path in enumerate(items):
        made = translate_images(model, read_image(path)[None])[0]
        size = file_size(path)[::-1]
        target_path = folder / f"{number:05d}_{Path(path).stem}.png"
        image = Image.fromarray(made.squeeze()).resize(size, Image.Resampling.BICUBIC)
        image.save(target_path)
        rows.append({"prediction": str(target_path)})
    return pd.DataFrame(rows)
