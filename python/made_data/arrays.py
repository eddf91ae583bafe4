"""Made arrays of any rank with a class or a number that their pattern tells."""

import numpy as np


def draw_item(generator, strength, shape):
    """Returns one float32 array [*shape]: a wave along the first axis, as strong as asked."""
    steps = np.arange(shape[0]).reshape(-1, *[1] * (len(shape) - 1))
    wave = np.cos(2 * np.pi * steps * (1 + np.floor(strength)) / max(shape[0], 4))
    item = (1 + strength) * (1 + wave) + generator.normal(0, 0.3, shape)
    return item.astype("float32")


def make_data(folder, facts, target, count):
    """Writes at least `count` items and targets: two .npy files, or one .npz with both."""
    generator = np.random.default_rng(0)
    class_count = facts.get("CLASS_COUNT") or 4
    count = max(count, 12 * class_count)
    targets = np.arange(count) % class_count
    strengths = targets.astype("float64")
    if target == "number":
        strengths = generator.uniform(0, 3, count)
        targets = (10 * strengths + generator.normal(0, 0.5, count)).round(3)
    shape = tuple(facts["INPUT_SHAPE"])
    inputs = np.stack([draw_item(generator, strength, shape) for strength in strengths])
    path = folder / facts["INPUT_FILE"]
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix.lower() == ".npz":
        keys = (facts.get("INPUT_KEY") or "inputs", facts.get("TARGET_KEY") or "targets")
        np.savez(path, **dict(zip(keys, (inputs, targets), strict=True)))
    else:
        np.save(path, inputs)
        np.save(folder / facts["TARGET_FILE"], targets)
