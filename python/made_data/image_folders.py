"""Made images in one folder per class: stripes whose angle, pitch and colour tell the class."""

import numpy as np
from PIL import Image


def draw_item(generator, number, class_count, size, channels):
    """Returns one uint8 image [height, width, channels] of a class: noisy stripes on a colour."""
    rows, columns = np.mgrid[: size[0], : size[1]] / max(size)
    angle = np.pi * number / class_count + generator.normal(0, 0.04)
    pitch = 4 + 6 * (number % 3)
    phase = generator.uniform(0, 2 * np.pi)
    waves = np.sin(2 * np.pi * pitch * (rows * np.sin(angle) + columns * np.cos(angle)) + phase)
    tint = 110 + 60 * np.cos(2 * np.pi * (number / class_count + np.arange(channels) / 3))
    image = tint + 45 * waves[..., None] + generator.normal(0, 18, (*size, channels))
    return image.clip(0, 255).astype("uint8")


def save_item(image, path):
    """Writes an image [height, width, channels] to a file; one channel becomes grey."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(image.squeeze()).save(path)


def make_data(folder, facts, target, count):
    """Writes about `count` PNG files below folder/IMAGE_ROOT, at least 4 in each class."""
    if target not in ("class", "same", "sample"):
        raise ValueError(f"image-folders are made for class, same or sample, not {target!r}")
    generator = np.random.default_rng(0)
    class_count = facts["CLASS_COUNT"]
    size = tuple(min(side, 128) for side in facts["IMAGE_SIZE"])
    for number in range(class_count):
        for item in range(max(4, count // class_count)):
            image = draw_item(generator, number, class_count, size, facts["CHANNELS"])
            path = folder / facts.get("IMAGE_ROOT", "") / f"class_{number:02d}" / f"{item:04d}.png"
            save_item(image, path)
