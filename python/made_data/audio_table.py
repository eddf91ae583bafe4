"""Makes .wav files and a table that names the class of each: tones of a pitch of its own."""

import wave
from pathlib import Path

import numpy as np
import pandas as pd

from made_data.table_forms import write_table


def make_data(folder: Path, facts: dict, target: str, count: int) -> None:
    """Writes `count` clips to `AUDIO_FOLDER` and a row for each, one row without a file."""
    generator = np.random.default_rng(0)
    clips = folder / (facts.get("AUDIO_FOLDER") or "")
    clips.mkdir(parents=True, exist_ok=True)
    class_count = facts.get("CLASS_COUNT") or 3
    rate = facts.get("SAMPLE_RATE") or 16000
    suffix = facts.get("AUDIO_SUFFIX") or ""
    rows = []
    for row in range(count):
        group = row % class_count
        seconds = (facts.get("CLIP_SECONDS") or 1.0) * generator.uniform(0.6, 1.3)
        times = np.arange(int(seconds * rate)) / rate
        pitch = min(200 * 1.35**group, 0.4 * rate) * generator.uniform(0.97, 1.03)
        sound = 0.5 * np.sin(2 * np.pi * pitch * times) + generator.normal(0, 0.05, len(times))
        name = f"clip_{row:04d}"
        with wave.open(str(clips / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
        rows.append((name if suffix else f"{name}.wav", _value(group, target)))
    rows.append((f"missing{'' if suffix else '.wav'}", _value(0, target)))
    columns = [facts.get("AUDIO_COLUMN") or "file", facts.get("TARGET") or "target"]
    table = pd.DataFrame(rows, columns=columns)
    suffix = Path(facts.get("TABLE_FILE") or "").suffix.lower()
    form = "records" if suffix in {".jsonl", ".ndjson", ".parquet"} else None
    write_table(table, folder, {"TABLE_FILE": "clips.csv", "TABLE_FORM": form} | facts)


def _value(group: int, target: str) -> float | str:
    return float(group) if target == "number" else f"class {group}"
