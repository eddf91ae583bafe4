"""Clips are the inputs: learn_inputs, input_dataset, spectrograms, the simple reference.

Needs audio/read.
"""

# %% Imports

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from keras import layers

# %% Configuration
# Samples of one spectrum, samples from one spectrum to the next, and bands of the mel scale.
FFT_LENGTH = 1024
FRAME_STEP = 256
MEL_BINS = 64
REFERENCE_INPUTS = "mean spectra"


# %% Data
def show_items(paths, titles, output_dir, name):
    """Saves the mel spectrograms of nine clips with their titles as a 3x3 grid."""
    figure, axes = plt.subplots(3, 3, figsize=(9, 7))
    for axis in axes.flat:
        axis.axis("off")
    spectrogram = make_spectrogram()
    for axis, path, title in zip(axes.flat, paths, titles, strict=False):
        spectrum = np.asarray(spectrogram(read_clip(path)[None]))[0]
        axis.imshow(spectrum, origin="lower", aspect="auto")
        axis.set_title(title, fontsize=9)
    save_figure(figure, output_dir, name)


def describe_inputs(items, targets, output_dir):
    """Prints durations and rates of clips; saves the spectrograms of nine of them."""
    clips = [read_wav(path) for path in items[:500]]
    seconds = [len(samples) / rate for samples, rate in clips]
    print(f"{min(seconds):.2f} to {max(seconds):.2f} seconds, used as {CLIP_SECONDS}")
    print(f"rates {sorted({rate for _, rate in clips})} Hz, used as {SAMPLE_RATE}")
    show_items(items, name_targets(targets[:9]), output_dir, "samples")


# %% Preprocessing
def make_spectrogram():
    """Returns the layer that turns clips [n, samples] into decibels [n, MEL_BINS, frames]."""
    return layers.MelSpectrogram(
        fft_length=FFT_LENGTH,
        sequence_stride=FRAME_STEP,
        sampling_rate=SAMPLE_RATE,
        num_mel_bins=MEL_BINS,
    )


def learn_state(items, targets):
    """Returns what the targets of train teach; nothing is learnt from the inputs."""
    return learn_targets(targets)


def load_clip(path):
    """Reads one clip inside a tf.data pipeline: path -> float32 [samples]."""
    clip = tf.numpy_function(lambda name: read_clip(name.decode()), [path], tf.float32)
    return tf.ensure_shape(clip, (round(SAMPLE_RATE * CLIP_SECONDS),))


def input_dataset(items, state):
    """Returns the clips of files one by one, float32 [samples]."""
    dataset = tf.data.Dataset.from_tensor_slices(items)
    return dataset.map(load_clip, num_parallel_calls=tf.data.AUTOTUNE)


# %% Evaluation
def reference_inputs(items, state):
    """Returns mean and spread over time of each mel band, [n, 2 * MEL_BINS], of clips."""
    spectrogram = make_spectrogram()
    spectra = [np.asarray(spectrogram(read_clip(path)[None]))[0] for path in items]
    return np.stack([[*bands.mean(axis=1), *bands.std(axis=1)] for bands in spectra])
