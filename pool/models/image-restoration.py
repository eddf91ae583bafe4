"""What the program image-restoration alone has."""


# %% Imports
from PIL import Image
from PIL import ImageOps
from keras import layers
from sklearn.linear_model import LinearRegression
import keras
import math
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf


# %% Data
def read_image(path, channels=CHANNELS):
    """Returns one image file as uint8 [height, width, channels], whatever its format and depth."""
    with Image.open(path) as image:
        # JPEG files decode several times faster at a reduced scale that is still large enough.
        image.draft(None, (2 * max(IMAGE_SIZE), 2 * max(IMAGE_SIZE)))
        image = ImageOps.exif_transpose(image)
        if image.mode[0] in "IF":  # 16-bit and float pixels: stretch the file's own range to 0-255
            pixels = np.asarray(image, "float32")
            pixels = (pixels - pixels.min()) * 255 / max(float(np.ptp(pixels)), 1e-6)
            image = Image.fromarray(pixels.astype("uint8"))
        image = image.convert(COLOUR_MODES[channels])
        image = image.resize(IMAGE_SIZE[::-1], Image.Resampling.BILINEAR)
    return np.asarray(image, "uint8").reshape(*IMAGE_SIZE, channels)


def read_target(path):
    """Returns one target file as uint8 [height, width, target channels]."""
    return read_image(path, TARGET_CHANNELS)


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    splits = split_files(data_dir, limit)
    state = state or {"image_size": list(IMAGE_SIZE), "sizes": {}}
    train = make_dataset(*splits["train"], batch_size, training=True)
    validation = make_dataset(*splits["validation"], batch_size)
    test = make_dataset(*splits["test"], batch_size)
    return Prepared(train, validation, test, state)


def describe(data_dir, output_dir):
    """Prints items per split, sizes and brightness; saves brightness histograms and pairs."""
    splits = split_files(data_dir)
    print({split: len(inputs) for split, (inputs, _) in splits.items()})
    paths, target_paths = splits["train"]
    sizes = np.array([file_size(path) for path in paths[:500]])
    print(f"height x width from {sizes.min(axis=0)} to {sizes.max(axis=0)}, used as {IMAGE_SIZE}")
    inputs = np.stack([read_image(path) for path in paths[:100]])
    targets = np.stack([read_target(path) for path in target_paths[:100]])
    figure, axis = plt.subplots(figsize=(7, 4))
    for name, pixels in (("input", inputs), ("target", targets)):
        print(f"{name}: brightness {pixels.mean():.1f}, spread {pixels.std():.1f} of 0-255")
        axis.hist(pixels.reshape(-1), bins=64, alpha=0.6, label=name)
    axis.set(xlabel="pixel value", ylabel="pixels")
    axis.legend()
    save_figure(figure, output_dir, "brightness")
    pairs = list(zip(inputs[:4], targets[:4], strict=True))
    panels = [image for pair in pairs for image in pair]
    show_grid(panels, ["input", "target"] * len(pairs), output_dir, "samples")


# %% Preprocessing
def load_pair(input_path, target_path):
    """Reads one pair in tf.data -> two uint8 images [height, width, channels]."""
    image = tf.numpy_function(read_image, [input_path], tf.uint8)
    target = tf.numpy_function(read_target, [target_path], tf.uint8)
    image = tf.ensure_shape(image, (*IMAGE_SIZE, CHANNELS))
    return image, tf.ensure_shape(target, (*IMAGE_SIZE, TARGET_CHANNELS))


def make_dataset(paths, target_paths, batch_size, training=False):
    """Returns batches of (inputs 0-255, targets 0-1), both [n, height, width, channels]."""
    dataset = tf.data.Dataset.from_tensor_slices((paths, target_paths))
    dataset = dataset.map(load_pair, num_parallel_calls=tf.data.AUTOTUNE)
    if len(paths) * math.prod(IMAGE_SIZE) * (CHANNELS + TARGET_CHANNELS) <= CACHE_BYTES:
        dataset = dataset.cache()
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    dataset = dataset.batch(batch_size)
    dataset = dataset.map(lambda images, targets: (images, tf.cast(targets, tf.float32) / 255))
    return dataset.prefetch(tf.data.AUTOTUNE)


# %% Model
def build_model(learning_rate=LEARNING_RATE):
    """Returns the compiled network: images 0-255 -> restored images 0-1."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = layers.Rescaling(1 / 255)(inputs)
    features = layers.Conv2D(32, (5, 5), padding="same", activation="relu")(features)
    features = layers.Conv2D(32, (3, 3), padding="same", activation="relu")(features)
    features = layers.Conv2D(32, (3, 3), padding="same", activation="relu")(features)
    features = layers.Conv2D(32, (3, 3), padding="same", activation="relu")(features)
    outputs = layers.Conv2D(TARGET_CHANNELS, (3, 3), padding="same")(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="mean_squared_error",
        metrics=["mae"],
    )
    return model


# %% Evaluation
def measure_psnr(targets, restored):
    """Returns the signal-to-noise ratio in dB [n] of restored images 0-1; higher is better."""
    squares = np.mean((targets - restored) ** 2, axis=(1, 2, 3))
    return -10 * np.log10(np.maximum(squares, 1e-10))


def measure_ssim(targets, restored):
    """Returns the structural similarity [n] of restored images 0-1; 1 is the same image."""
    return tf.image.ssim(targets, restored, 1.0, filter_size=min(11, *IMAGE_SIZE)).numpy()


def copy_input(images):
    """Returns inputs 0-255 unchanged, as images 0-1 with the target's channels."""
    images = images / 255
    if CHANNELS != TARGET_CHANNELS:
        images = np.repeat(images.mean(axis=-1, keepdims=True), TARGET_CHANNELS, axis=-1)
    return images.astype("float32")


def neighbours(images):
    """Returns each pixel's 3 x 3 surroundings, 0-1: [n, height, width, 9 channels]."""
    height, width = IMAGE_SIZE
    padded = np.pad(images / 255, ((0, 0), (1, 1), (1, 1), (0, 0)), mode="edge")
    shifts = [
        padded[:, row : row + height, column : column + width] for row, column in np.ndindex(3, 3)
    ]
    return np.concatenate(shifts, axis=-1)


def fit_reference(train):
    """Returns a linear filter of 3 x 3 pixels, fitted on sampled train pixels."""
    generator = np.random.default_rng(SEED)
    values, pixels = [], []
    for images, targets in train:
        around = neighbours(images.numpy()).reshape(-1, 9 * CHANNELS)
        rows = generator.choice(len(around), min(len(around), 2000), replace=False)
        values.append(around[rows])
        pixels.append(targets.numpy().reshape(-1, TARGET_CHANNELS)[rows])
        if sum(map(len, pixels)) >= REFERENCE_PIXELS:
            break
    return LinearRegression().fit(np.concatenate(values), np.concatenate(pixels))


def score_dataset(dataset, restore):
    """Returns PSNR [n] and SSIM [n] of a dataset; restore maps images 0-255 to images 0-1."""
    psnr, ssim = [], []
    for images, targets in dataset:
        restored = np.clip(restore(images.numpy()), 0, 1).astype("float32")
        psnr.append(measure_psnr(targets.numpy(), restored))
        ssim.append(measure_ssim(targets.numpy(), restored))
    return np.concatenate(psnr), np.concatenate(ssim)


def plot_pairs(model, test, output_dir):
    """Saves three test images as input, restored image and target."""
    images, targets = next(iter(test.unbatch().batch(3)))
    restored = np.clip(model.predict_on_batch(images), 0, 1)
    panels = []
    for image, said, true in zip(images.numpy(), restored, targets.numpy(), strict=True):
        panels += [image, (255 * said).astype("uint8"), (255 * true).astype("uint8")]
    show_grid(panels, ["input", "restored", "target"] * len(images), output_dir, "restored")


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    prepared = prepare(data_dir, limit=limit, state=state)
    psnr, ssim = score_dataset(prepared.test, model.predict_on_batch)
    copied, copied_ssim = score_dataset(prepared.test, copy_input)
    reference = fit_reference(prepared.train)
    filtered, _ = score_dataset(
        prepared.test,
        lambda images: reference.predict(neighbours(images).reshape(-1, 9 * CHANNELS)).reshape(
            -1, *IMAGE_SIZE, TARGET_CHANNELS
        ),
    )
    metrics = {
        "metric": "psnr",
        "higher_is_better": True,
        "model": float(psnr.mean()),
        "baseline": float(copied.mean()),
        "reference": float(filtered.mean()),
        "baseline_name": "unchanged input",
        "reference_name": "linear filter of 3 x 3 pixels",
        "test_size": len(psnr),
        "details": {
            "ssim": float(ssim.mean()),
            "ssim_of_unchanged_input": float(copied_ssim.mean()),
            "psnr_interval": bootstrap_interval(psnr),
        },
    }
    write_metrics(metrics, output_dir)
    plot_pairs(model, prepared.test, output_dir)
    return metrics


# %% Inference
def predict_items(input_path, output_dir, output_path):
    """Writes a restored file for one image or each of a folder, and a CSV that names them."""
    model, _ = load_artifacts(output_dir)
    found = list_images(input_path) if input_path.is_dir() else [input_path]
    paths = [path for path, good in zip(found, keep_readable(found), strict=True) if good]
    if not paths:
        raise SystemExit(f"expected an image or a folder of images at {input_path}, found none")
    folder = output_path.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for number, path in enumerate(paths):
        restored = model.predict_on_batch(read_image(path)[None])[0]
        pixels = (255 * np.clip(restored, 0, 1)).round().astype("uint8")
        height, width = file_size(path)
        image = Image.fromarray(pixels.squeeze()).resize((width, height), Image.Resampling.BICUBIC)
        target_path = folder / f"{number:05d}_{path.stem}.png"
        image.save(target_path)
        rows.append({"file": str(path), "prediction": str(target_path)})
    pd.DataFrame(rows).to_csv(output_path, index=False)
    return output_path
