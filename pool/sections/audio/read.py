"""Decodes .wav files: read_wav, read_clip, is_readable. Each file is decoded once a run."""

# %% Imports
import struct
from contextlib import suppress
from functools import lru_cache

import numpy as np

# %% Configuration
FILE_SUFFIXES = (".wav",)
# Samples a second; clips of another rate are resampled.
SAMPLE_RATE = 16000
# Clips are cut or padded with silence to this length.
CLIP_SECONDS = 1.0
# Decoded clips stay in memory up to this many bytes.
CACHE_BYTES = 2_000_000_000


# %% Data
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
    with open(path, "rb") as file:
        data = file.read()
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


@lru_cache(int(CACHE_BYTES / (4 * SAMPLE_RATE * CLIP_SECONDS)))
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
    with suppress(OSError, ValueError, struct.error):
        return len(read_clip(path)) > 0
    return False
