"""What the program audio-table-classification alone has."""


# %% Imports
from keras import layers
from pathlib import Path
import keras
import numpy as np
import pandas as pd
import sys


# %% Configuration
AUDIO_FOLDER = "audio"
AUDIO_COLUMN = "filename"
# What the column leaves out of the file name.
AUDIO_SUFFIX = ""
# Column of the class.
TARGET = "category"


# %% Data
def open_table(path):
    """Returns the rows of a CSV, TSV, JSON Lines or Parquet file; its suffix decides."""
    if not path.is_file():
        found = ", ".join(sorted(file.name for file in path.parent.glob("*"))[:20]) or "nothing"
        raise SystemExit(f"expected a table at {path}, found beside it: {found}")
    suffix = path.suffix.lower()
    if suffix in {".parquet", ".pq"}:
        return pd.read_parquet(path)
    if suffix in {".json", ".jsonl", ".ndjson"}:
        lines = suffix != ".json"
        table = pd.read_json(path, lines=lines, dtype=False, convert_dates=False)
        return pd.json_normalize(table.to_dict("records"))
    options = {
        "sep": "\t" if suffix == ".tsv" else SEPARATOR,
        # Only an empty cell is missing: "NA", "None" and "null" can be texts and classes.
        "keep_default_na": False,
        "na_values": [""],
        "on_bad_lines": "warn",
        "low_memory": False,
    }
    try:
        return pd.read_csv(path, encoding="utf-8-sig", **options)
    except UnicodeDecodeError:
        return pd.read_csv(path, encoding="cp1252", encoding_errors="replace", **options)


def read_examples(data_dir):
    """Returns file paths [n] and class names [n]; rows without a class or a file are counted."""
    table = open_table(data_dir / TABLE_FILE)
    missing = [name for name in (AUDIO_COLUMN, TARGET) if name not in table.columns]
    if missing:
        raise SystemExit(f"expected columns {missing} in {TABLE_FILE}, found {list(table.columns)}")
    rows = table[[AUDIO_COLUMN, TARGET]].dropna()
    names = rows[AUDIO_COLUMN].astype(str) + AUDIO_SUFFIX
    paths = np.array([str(data_dir / AUDIO_FOLDER / name) for name in names])
    labels = rows[TARGET].convert_dtypes().astype(str).to_numpy(dtype=object)
    present = np.array([Path(path).is_file() for path in paths], dtype=bool)
    if present.sum() < len(table):
        print(f"skipped {len(table) - present.sum()} rows without class or file", file=sys.stderr)
    if not present.any():
        raise SystemExit(f"expected the files of {AUDIO_COLUMN} in {data_dir / AUDIO_FOLDER}")
    return paths[present], labels[present]


def find_class_names(data_dir):
    """Returns the sorted names of the classes that have at least one file."""
    class_names = [str(name) for name in np.unique(read_examples(data_dir)[1])]
    if len(class_names) < 2:
        raise SystemExit(f"expected two or more classes in {TARGET}, found: {class_names}")
    return class_names


def split_files(data_dir, class_names, limit=None):
    """Returns {split: (file paths [n], class numbers [n])}, readable files only."""
    paths, labels = read_examples(data_dir)
    known = np.isin(labels.astype(str), class_names)
    paths, labels = paths[known], labels[known]
    numbers = np.array([class_names.index(label) for label in labels], dtype="int32")
    splits = {}
    for split, rows in zip(("train", "validation", "test"), split_by_class(numbers), strict=True):
        rows = rows[:limit]
        rows = rows[keep_readable(paths[rows])]
        if len(rows) == 0:
            raise SystemExit(
                f"expected readable {split} images in {data_dir / AUDIO_FOLDER}, found none"
            )
        splits[split] = (paths[rows], numbers[rows])
    return splits


def describe(data_dir, output_dir):
    """Prints clips per split and class, durations and rates; saves bars and spectrograms."""
    class_names = find_class_names(data_dir)
    splits = split_files(data_dir, class_names)
    counts = pd.DataFrame(
        {
            split: np.bincount(numbers, minlength=len(class_names))
            for split, (_, numbers) in splits.items()
        },
        index=class_names,
    )
    print(counts, counts.sum().rename("items per split"), sep="\n\n")
    paths, numbers = splits["train"]
    clips = [read_wav(path) for path in paths[:500]]
    seconds = [len(samples) / rate for samples, rate in clips]
    print(f"{min(seconds):.2f} to {max(seconds):.2f} seconds, used as {CLIP_SECONDS}")
    print(f"rates {sorted({rate for _, rate in clips})} Hz, used as {SAMPLE_RATE}")
    axis = counts.plot.bar(stacked=True, figsize=(8, 4), xlabel="class", ylabel="clips")
    save_figure(axis.figure, output_dir, "classes")
    plot_spectrograms(paths, numbers, class_names, output_dir)


# %% Model
def mel_features(inputs):
    """Returns log mel spectrograms, about -2 to 1, [n, frames, MEL_BINS] of clips."""
    features = layers.Permute((2, 1))(make_spectrogram()(inputs))
    return layers.Rescaling(1 / 50)(features)


def build_model(class_count=CLASS_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled network: clips [n, samples] -1 to 1 -> [n, class_count]."""
    inputs = keras.Input((round(SAMPLE_RATE * CLIP_SECONDS),))
    features = mel_features(inputs)
    features = layers.Conv1D(64, 5, strides=2, padding="same", activation="relu")(features)
    features = layers.BatchNormalization(momentum=0.9)(features)
    features = layers.Bidirectional(layers.GRU(48))(features)
    features = layers.Dropout(0.3)(features)
    features = layers.Dense(64, activation="relu")(features)
    features = layers.Dropout(0.3)(features)
    outputs = layers.Dense(class_count, activation="softmax")(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% Inference
def example_input(data_dir):
    """Returns one .wav file of the data, to try the prediction with."""
    return next(path for path in list_clips(data_dir / AUDIO_FOLDER) if is_readable(path))
