"""What the program audio-classification alone has."""


# %% Imports
from keras import layers
import keras
import numpy as np
import pandas as pd


# %% Configuration
# Folder below the data folder that holds the class folders; "" is the data folder itself.
AUDIO_ROOT = ""


# %% Data
def find_class_names(root):
    """Returns the sorted names of the folders that hold at least one .wav file."""
    if not root.is_dir():
        found = ", ".join(sorted(path.name for path in root.parent.glob("*"))[:20]) or "nothing"
        raise SystemExit(f"expected a folder of class folders at {root}, found beside it: {found}")
    folders = [path for path in root.iterdir() if path.is_dir() and path.name[0] != "."]
    class_names = sorted(folder.name for folder in folders if list_clips(folder))
    if len(class_names) < 2:
        raise SystemExit(f"expected two or more class folders in {root}, found: {class_names}")
    return class_names


def split_files(data_dir, class_names, limit=None):
    """Returns {split: (file paths [n], class numbers [n])}, readable files only."""
    root = data_dir / AUDIO_ROOT
    files = [(path, name) for name in class_names for path in list_clips(root / name)]
    if not files:
        raise SystemExit(f"expected images of the classes {class_names} in {root}, found none")
    paths = np.array([str(path) for path, _ in files])
    numbers = np.array([class_names.index(name) for _, name in files], dtype="int32")
    splits = {}
    for split, rows in zip(("train", "validation", "test"), split_by_class(numbers), strict=True):
        rows = rows[:limit]
        rows = rows[keep_readable(paths[rows])]
        if len(rows) == 0:
            raise SystemExit(f"expected readable {split} images in {root}, found none")
        splits[split] = (paths[rows], numbers[rows])
    return splits


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    class_names = state["class_names"] if state else find_class_names(data_dir / AUDIO_ROOT)
    splits = split_files(data_dir, class_names, limit)
    state = state or {"class_names": class_names, "sizes": {"class_count": len(class_names)}}
    train = make_dataset(*splits["train"], batch_size, training=True)
    validation = make_dataset(*splits["validation"], batch_size)
    test = make_dataset(*splits["test"], batch_size)
    return Prepared(train, validation, test, state)


def describe(data_dir, output_dir):
    """Prints clips per split and class, durations and rates; saves bars and spectrograms."""
    class_names = find_class_names(data_dir / AUDIO_ROOT)
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
    """Returns log mel spectrograms, about -2 to 1, [n, frames, MEL_BINS, 1] of clips."""
    features = layers.Permute((2, 1))(make_spectrogram()(inputs))
    features = layers.Rescaling(1 / 50)(features)
    return layers.Reshape((*features.shape[1:], 1))(features)


def build_model(class_count=CLASS_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled network: clips [n, samples] -1 to 1 -> [n, class_count]."""
    inputs = keras.Input((round(SAMPLE_RATE * CLIP_SECONDS),))
    features = mel_features(inputs)
    features = layers.Conv2D(32, (3, 3), padding="same", activation="relu")(features)
    features = layers.MaxPooling2D((2, 2))(features)
    features = layers.Conv2D(64, (3, 3), padding="same", activation="relu")(features)
    features = layers.MaxPooling2D((2, 2))(features)
    features = layers.Conv2D(128, (3, 3), padding="same", activation="relu")(features)
    features = layers.GlobalMaxPooling2D()(features)
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
    return next(path for path in list_clips(data_dir / AUDIO_ROOT) if is_readable(path))
