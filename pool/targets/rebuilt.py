"""The target is the given image, rebuilt from a short code, and new images from random codes.

Gives what driver asks of a target; needs LATENT_SIZE, decode and draw_codes of the model.
"""

# %% Imports
import numpy as np
import pandas as pd
from PIL import Image
from sklearn.decomposition import PCA

# %% Configuration
# Mean image and components are learnt from at most so many train images.
REFERENCE_ITEMS = 500
# How many new images a prediction draws beside the rebuilt ones.
GENERATED_COUNT = 9


# %% Evaluation
def squared_errors(images, truth):
    """Returns the mean squared error [n] of images 0-255 on the scale 0-1."""
    difference = (images.astype("float32") - truth) / 255
    return np.mean(difference**2, axis=(1, 2, 3))


def rebuild(model, images):
    """Returns the rebuilt images uint8 of images 0-255."""
    return model.predict(images, batch_size=BATCH_SIZE, verbose=0).round().astype("uint8")


def rebuild_simply(train, test):
    """Returns test images rebuilt by principal components, as many as a code has, 0-255."""
    flat, flat_test = (part.reshape(len(part), -1).astype("float32") for part in (train, test))
    components = PCA(min(LATENT_SIZE, len(train) - 1), random_state=SEED).fit(flat)
    return components.inverse_transform(components.transform(flat_test)).reshape(test.shape)


def measure_test(model, splits, state, output_dir):
    """Returns the metrics of rebuilt test images; saves them, and new ones."""
    train, test = read_images(splits["train"][0][:REFERENCE_ITEMS]), read_images(splits["test"][0])
    rebuilt = rebuild(model, test)
    results = {
        "model": squared_errors(rebuilt, test),
        "baseline": squared_errors(train.mean(axis=0, keepdims=True), test),
        "reference": squared_errors(rebuild_simply(train, test), test),
    }
    plot_compared({"test image": test, "rebuilt": rebuilt}, output_dir, "rebuilt")
    show_grid(decode(model, draw_codes(9)), [""] * 9, output_dir, "generated")
    errors = results["model"]
    details = {
        "psnr": float(np.mean(-10 * np.log10(np.maximum(errors, 1e-10)))),
        "latent_size": LATENT_SIZE,
    }
    names = {"metric": "reconstruction_mse", "higher_is_better": False}
    names |= {"baseline_name": "mean train image"}
    names |= {"reference_name": "principal components of the same length"}
    return compare_results(np.mean, results, names, details)


# %% Inference
def save_images(images, folder):
    """Writes images [n, height, width, channels] 0-255 as PNG files, returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number:04d}.png" for number in range(len(images))]
    for path, image in zip(paths, images, strict=True):
        Image.fromarray(image.squeeze()).save(path)
    return [str(path) for path in paths]


def answer_items(model, items, state, output_path):
    """Writes a rebuilt copy of each image, and new ones, into a folder; returns their paths."""
    folder = output_path.with_suffix("")
    images = read_images(items)
    rebuilt = rebuild(model, images)
    copies = save_images(rebuilt, folder / "rebuilt")
    drawn = save_images(decode(model, draw_codes(GENERATED_COUNT)), folder / "generated")
    answers = pd.DataFrame({"rebuilt": copies + drawn})
    errors = squared_errors(rebuilt, images).round(5)
    return answers.assign(mean_squared_error=[*errors, *[None] * len(drawn)])
