"""Makes one folder of .wav files per class: tones of a pitch of its own, in several formats."""

import struct
from pathlib import Path

import numpy as np


def make_data(folder: Path, facts: dict, target: str, count: int) -> None:
    """Writes `count` clips in turn to `CLASS_COUNT` folders, and what real folders also hold."""
    generator = np.random.default_rng(0)
    root = folder / (facts.get("AUDIO_ROOT") or "")
    class_count = facts.get("CLASS_COUNT") or 3
    rate = facts.get("SAMPLE_RATE") or 16000
    for row in range(count):
        group = row % class_count
        place = root / f"class_{group}" / ("nested" if row % 7 == 0 else "")
        place.mkdir(parents=True, exist_ok=True)
        seconds = (facts.get("CLIP_SECONDS") or 1.0) * generator.uniform(0.6, 1.3)
        own_rate = rate * 2 if row == 3 else rate
        times = np.arange(int(seconds * own_rate)) / own_rate
        pitch = min(200 * 1.35**group, 0.4 * rate) * generator.uniform(0.97, 1.03)
        sound = 0.5 * np.sin(2 * np.pi * pitch * times) + generator.normal(0, 0.05, len(times))
        suffix = ".WAV" if row % 5 == 0 else ".wav"
        _write_wav(place / f"clip_{row:04d}{suffix}", sound, own_rate, row)
    (root / "class_0" / "broken.wav").write_bytes(b"RIFF....not a sound")
    (root / "class_0" / ".hidden.wav").write_bytes(b"")
    (root / "class_0" / "readme.txt").write_text("not a clip", encoding="utf-8")


def _write_wav(path: Path, sound: np.ndarray, rate: int, row: int) -> None:
    """Writes `sound` [samples] -1..1; the row decides bits, mono or stereo."""
    channels = 2 if row % 4 == 1 else 1
    sound = np.clip(np.repeat(sound[:, None], channels, axis=1), -1, 1)
    bits, code = ((16, 1), (8, 1), (24, 1), (32, 1), (32, 3))[row % 5]
    if code == 3:
        data = sound.astype("<f4").tobytes()
    elif bits == 8:
        data = np.round(sound * 127 + 128).astype("u1").tobytes()
    elif bits == 24:
        whole = np.round(sound * (2**23 - 1)).astype("<i4")
        data = whole.reshape(-1).view("u1").reshape(-1, 4)[:, :3].tobytes()
    else:
        data = np.round(sound * (2 ** (bits - 1) - 1)).astype(f"<i{bits // 8}").tobytes()
    width = channels * bits // 8
    layout = struct.pack("<HHIIHH", code, channels, rate, rate * width, width, bits)
    chunks = b"fmt " + struct.pack("<I", 16) + layout + b"LIST" + struct.pack("<I", 4) + b"INFO"
    chunks += b"data" + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
    path.write_bytes(b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks)
