"""What 2 programs share: SAMPLE_RATE, CLIP_SECONDS, FFT_LENGTH, FRAME_STEP, ..."""


# %% Imports
from keras import layers
from pathlib import Path
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from typing import NamedTuple
import keras
import matplotlib.pyplot as plt
import numpy as np
import os
import pandas as pd
import struct
import tensorflow as tf


# %% Configuration
# Samples a second; clips of another rate are resampled.
SAMPLE_RATE = 16000
# Clips are cut or padded with silence to this length.
CLIP_SECONDS = 1.0
# Samples of one spectrum, samples from one spectrum to the next, and bands of the mel scale.
FFT_LENGTH = 1024
FRAME_STEP = 256
MEL_BINS = 64
# Decoded clips are kept in memory up to this many bytes a split, else they are read each epoch.
CACHE_BYTES = 2000000000
# The simple reference sees at most so many train clips.
REFERENCE_ITEMS = 2000


# %% Data
class Prepared(NamedTuple):
    """Batches of clips [n, samples] -1 to 1 with targets, and what train taught."""

    train: tf.data.Dataset
    validation: tf.data.Dataset
    test: tf.data.Dataset
    state: dict


def list_clips(folder):
    """Returns the .wav files at any depth below a folder, sorted; hidden files are left out."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() == ".wav"
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def decode_samples(data, code, bits):
    """Returns samples float32 [n] -1 to 1 from the bytes of 8 to 32 bit whole or float numbers."""
    width = bits // 8
    if (code, bits) not in {(1, 8), (1, 16), (1, 24), (1, 32), (3, 32), (3, 64)}:
        raise ValueError(f"unknown sample format {code} with {bits} bits")
    data = data[: len(data) // width * width]
    if code == 3:
        return np.frombuffer(data, f"<f{width}").astype("float32")
    if bits == 8:
        return (np.frombuffer(data, "u1").astype("float32") - 128) / 128
    if bits == 24:  # the upper three of four bytes
        whole = np.zeros((len(data) // 3, 4), dtype="u1")
        whole[:, 1:] = np.frombuffer(data, "u1").reshape(-1, 3)
        return whole.reshape(-1).view("<i4").astype("float32") / 2**31
    return np.frombuffer(data, f"<i{width}").astype("float32") / 2 ** (bits - 1)


def read_wav(path):
    """Returns the samples float32 [n] -1 to 1 of a .wav file, channels averaged, and its rate."""
    data = Path(os.fsdecode(path)).read_bytes()
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise ValueError(f"{path} is no .wav file")
    position, layout = 12, None
    while position + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, position)
        body = data[position + 8 : position + 8 + size]
        if name == b"fmt ":
            code, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", body)
            # The extensible format keeps the real code further on.
            layout = struct.unpack_from("<H", body, 24)[0] if code == 0xFFFE else code
        if name == b"data" and layout is not None:
            if 0 in (channels, rate):
                raise ValueError(f"{path} states no channels or no rate")
            samples = decode_samples(body, layout, bits)
            frames = samples[: len(samples) // channels * channels].reshape(-1, channels)
            return frames.mean(axis=1), rate
        position += 8 + size + size % 2
    raise ValueError(f"{path} holds no samples")


def read_clip(path):
    """Returns one .wav file as float32 [samples] at SAMPLE_RATE, cut or padded to CLIP_SECONDS."""
    samples, rate = read_wav(path)
    if len(samples) == 0:
        raise ValueError(f"{path} is empty")
    wanted = round(SAMPLE_RATE * CLIP_SECONDS)
    samples = samples[: round(rate * CLIP_SECONDS)]
    if rate != SAMPLE_RATE:  # keeps or drops the spectrum's upper end: no aliasing
        count = max(1, round(len(samples) * SAMPLE_RATE / rate))
        samples = np.fft.irfft(np.fft.rfft(samples), n=count) * (count / len(samples))
    samples = np.pad(samples[:wanted], (0, max(0, wanted - len(samples))))
    return np.nan_to_num(samples).astype("float32")


def is_readable(path):
    """Tells whether a .wav file can be read as a clip."""
    try:
        read_clip(path)
    except (OSError, ValueError, struct.error):
        return False
    return True


def load_data(data_dir):
    """Returns train, validation and test as batches of (clips, targets)."""
    return prepare(data_dir)[:3]


def plot_spectrograms(paths, numbers, class_names, output_dir):
    """Saves the mel spectrogram of one clip of each class, at most nine."""
    figure, axes = plt.subplots(3, 3, figsize=(9, 7))
    for axis in axes.flat:
        axis.axis("off")
    for axis, number in zip(axes.flat, np.unique(numbers), strict=False):
        clip = read_clip(paths[numbers == number][0])
        spectrum = np.asarray(make_spectrogram()(clip[None]))[0]
        axis.imshow(spectrum, origin="lower", aspect="auto")
        axis.set_title(class_names[number], fontsize=9)
    save_figure(figure, output_dir, "spectrograms")


# %% Preprocessing
def make_spectrogram():
    """Returns the layer that turns clips [n, samples] into decibels [n, MEL_BINS, frames]."""
    return layers.MelSpectrogram(
        fft_length=FFT_LENGTH,
        sequence_stride=FRAME_STEP,
        sampling_rate=SAMPLE_RATE,
        num_mel_bins=MEL_BINS,
    )


def load_item(path, target):
    """Reads one clip inside a tf.data pipeline: path -> float32 [samples]."""
    clip = tf.numpy_function(read_clip, [path], tf.float32)
    return tf.ensure_shape(clip, (round(SAMPLE_RATE * CLIP_SECONDS),)), target


def make_dataset(paths, numbers, batch_size, training=False):
    """Returns batches of (clips [n, samples] -1 to 1, targets); train is shuffled."""
    dataset = tf.data.Dataset.from_tensor_slices((paths, encode_labels(numbers)))
    dataset = dataset.map(load_item, num_parallel_calls=tf.data.AUTOTUNE)
    if 4 * len(paths) * SAMPLE_RATE * CLIP_SECONDS <= CACHE_BYTES:
        dataset = dataset.cache()
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


# %% Evaluation
def collect(model, dataset):
    """Returns clips, class numbers and model outputs of a dataset; one pass keeps them aligned."""
    clips, numbers, scores = [], [], []
    for batch, targets in dataset:
        clips.append(batch.numpy())
        numbers.append(label_numbers(targets))
        scores.append(model.predict_on_batch(batch))
    return np.concatenate(clips), np.concatenate(numbers), np.concatenate(scores)


def mean_spectra(clips):
    """Returns mean and spread over time of each mel band, [n, 2 * MEL_BINS], of clips."""
    spectra = np.asarray(make_spectrogram()(clips))
    return np.concatenate([spectra.mean(axis=2), spectra.std(axis=2)], axis=1)


def score_baselines(train, test_clips, test_numbers):
    """Returns the accuracy of the majority class and of logistic regression on mean spectra."""
    spectra, numbers = [], []
    for clips, targets in train:
        numbers.append(label_numbers(targets))
        if sum(map(len, spectra)) < REFERENCE_ITEMS:
            spectra.append(mean_spectra(clips))
    spectra, numbers = np.concatenate(spectra), np.concatenate(numbers)
    majority = np.bincount(numbers).argmax()
    baseline = float(np.mean(test_numbers == majority))
    if len(np.unique(numbers[: len(spectra)])) < 2:
        return baseline, None
    reference = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=500))
    reference.fit(spectra, numbers[: len(spectra)])
    return baseline, float(reference.score(mean_spectra(test_clips), test_numbers))


def evaluate_model(data_dir, output_dir, limit=None):
    """Scores the test split against baselines, writes metrics and figures, returns the metrics."""
    keras.utils.set_random_seed(SEED)
    model, state = load_artifacts(output_dir)
    class_names = state["class_names"]
    prepared = prepare(data_dir, limit=limit, state=state)
    clips, numbers, scores = collect(model, prepared.test)
    predicted = predicted_numbers(scores)
    baseline, reference = score_baselines(prepared.train, clips, numbers)
    metrics = {
        "metric": "accuracy",
        "higher_is_better": True,
        "model": float(np.mean(predicted == numbers)),
        "baseline": baseline,
        "reference": reference,
        "baseline_name": "majority class",
        "reference_name": "logistic regression on mean spectra",
        "test_size": len(numbers),
        "details": {
            "macro_f1": float(f1_score(numbers, predicted, average="macro", zero_division=0)),
            "accuracy_interval": bootstrap_interval(predicted == numbers),
        },
    }
    write_metrics(metrics, output_dir)
    report_classes(numbers, predicted, class_names, output_dir)
    return metrics


# %% Inference
def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with class and probabilities for one .wav file or a folder of them."""
    model, state = load_artifacts(output_dir)
    class_names = state["class_names"]
    found = list_clips(input_path) if input_path.is_dir() else [input_path]
    paths = [path for path, good in zip(found, keep_readable(found), strict=True) if good]
    if not paths:
        raise SystemExit(f"expected a .wav file or a folder of them at {input_path}, found none")
    scores = []
    for start in range(0, len(paths), BATCH_SIZE):
        clips = np.stack([read_clip(path) for path in paths[start : start + BATCH_SIZE]])
        scores.append(model.predict_on_batch(clips))
    scores = np.concatenate(scores)
    rows = pd.DataFrame({"file": [str(path) for path in paths]})
    rows["prediction"] = [class_names[number] for number in predicted_numbers(scores)]
    rows[[f"probability_{name}" for name in class_names]] = class_scores(scores)
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows.to_csv(output_path, index=False)
    return output_path
