"""Made arrays of any rank with a class or a number that their pattern tells."""

import numpy as np
import pandas as pd


def draw_item(generator, strength, shape):
    """Returns one float32 array [*shape]: a wave along the first axis, as strong as asked."""
    steps = np.arange(shape[0]).reshape(-1, *[1] * (len(shape) - 1))
    wave = np.cos(2 * np.pi * steps * (1 + np.floor(strength)) / max(shape[0], 4))
    item = (1 + strength) * (1 + wave) + generator.normal(0, 0.3, shape)
    return item.astype("float32")


def write_arrays(path, arrays):
    """Writes named arrays to an .npz file, or the only one to a .npy file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix.lower() == ".npz":
        np.savez(path, **arrays)
    else:
        np.save(path, *arrays.values())


def write_cells(path, items, targets, facts):
    """Writes a table of lists of numbers with the columns of TARGET."""
    path.parent.mkdir(parents=True, exist_ok=True)
    names = facts["TARGET"] if isinstance(facts["TARGET"], list | tuple) else [facts["TARGET"]]
    cells = [" ".join(f"{number:.3f}" for number in item.ravel()) for item in items]
    table = pd.DataFrame(dict.fromkeys(names, targets)) + (facts.get("CLASS_ABOVE") or 0)
    table.assign(**{facts["INPUT_KEY"]: cells}).to_csv(path, index=False)


def write_pixels(path, items, targets, facts):
    """Writes a table with a column for each pixel, named as INPUT_KEY says, and the column of TARGET."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = (40 * items.reshape(len(items), -1)).clip(0, 255).astype("int64")
    labels = pd.Series(targets, name=facts["TARGET"]) + (facts.get("CLASS_ABOVE") or 0)
    if not facts["HEADER"]:
        place = pixels.shape[1] if facts["TARGET"] != "0" else 0
        table = pd.DataFrame(np.insert(pixels, place, labels, axis=1))
        return table.to_csv(path, index=False, header=False)
    numbers = range(pixels.shape[1])
    names = [facts["INPUT_KEY"].strip("^$").replace(r"\d+", str(number), 1) for number in numbers]
    names = [name.replace(r"\d+", "0").replace("\\", "") for name in names]
    table = pd.DataFrame(pixels, columns=names)
    return pd.concat([labels, table], axis=1).to_csv(path, index=False)


def make_data(folder, facts, target, count):
    """Writes at least `count` items and targets of each stored split to .npy or .npz files."""
    generator = np.random.default_rng(0)
    class_count = facts.get("CLASS_COUNT") or 4
    count = max(count, 12 * class_count)
    targets = np.arange(count) % class_count
    strengths = targets.astype("float64")
    if target == "number":
        strengths = generator.uniform(0, 3, count)
        targets = (10 * strengths + generator.normal(0, 0.5, count)).round(3)
    shape = tuple(facts["INPUT_SHAPE"])
    own = (facts["INPUT_FILE"], facts.get("TARGET_FILE") or facts["INPUT_FILE"])
    own += (facts.get("INPUT_KEY") or "inputs", facts.get("TARGET_KEY") or "targets")
    stored = [own, facts.get("VALIDATION_ARRAYS"), facts.get("TEST_ARRAYS")]
    files = {}
    for input_file, target_file, input_key, target_key in filter(None, stored):
        inputs = np.stack([draw_item(generator, strength, shape) for strength in strengths])
        files.setdefault(input_file, {})[input_key] = inputs
        files.setdefault(target_file, {})[target_key] = targets
    for name, arrays in files.items():
        if facts.get("TABLE_FORM") == "cells":
            write_cells(folder / name, arrays[own[2]], targets, facts)
        elif facts.get("TABLE_FORM") == "pixels":
            write_pixels(folder / name, arrays[own[2]], targets, facts)
        else:
            write_arrays(folder / name, arrays)
