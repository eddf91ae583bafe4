"""Made image pairs: haze and noise over shapes to be removed, or spots with their density map."""

import numpy as np
from PIL import Image


def draw_scene(generator, size, channels):
    """Returns one clean image [height, width, channels], 0-255: boxes on a gradient."""
    rows, columns = np.mgrid[: size[0], : size[1]] / max(size)
    slope = generator.uniform(-1, 1, 2)
    image = 100 + 50 * (slope[0] * rows + slope[1] * columns)[..., None] + np.zeros(channels)
    for _ in range(5):
        top, left = (int(side * generator.uniform(0, 0.7)) for side in size)
        height, width = (max(2, int(side * generator.uniform(0.1, 0.4))) for side in size)
        image[top : top + height, left : left + width] = generator.uniform(20, 235, channels)
    return image.clip(0, 255)


def draw_restoration(generator, size, channels, target_channels):
    """Returns a hazy, noisy image and the clean one, both float [height, width, channels]."""
    clean = draw_scene(generator, size, max(channels, target_channels))
    hazy = 0.55 * clean + 0.45 * 215 + generator.normal(0, 12, clean.shape)
    return [
        image.mean(axis=-1, keepdims=True) if wanted == 1 else image[..., :wanted]
        for image, wanted in ((hazy, channels), (clean, target_channels))
    ]


def draw_density(generator, size, channels):
    """Returns an image with bright spots and the map that holds one blob for each spot."""
    rows, columns = np.mgrid[: size[0], : size[1]]
    numbers = np.zeros(size)
    for _ in range(generator.integers(2, 20)):
        top, left = (side * generator.uniform(0.1, 0.9) for side in size)
        numbers += np.exp(-((rows - top) ** 2 + (columns - left) ** 2) / 8)
    image = 70 + 110 * numbers[..., None] + generator.normal(0, 15, (*size, channels))
    return image, 80 * numbers[..., None]


def make_data(folder, facts, target, count):
    """Writes `count` pairs (at least 8) as PNG files; one target channel to colour is a density."""
    if target != "image":
        raise ValueError(f"image-pairs is made for the target image, not {target!r}")
    generator = np.random.default_rng(0)
    size = tuple(min(side, 128) for side in facts["IMAGE_SIZE"])
    channels, target_channels = facts["CHANNELS"], facts["TARGET_CHANNELS"]
    density = target_channels == 1 and channels == 3
    for item in range(max(count, 8)):
        if density:
            pair = draw_density(generator, size, channels)
        else:
            pair = draw_restoration(generator, size, channels, target_channels)
        endings = ("", facts.get("TARGET_SUFFIX") or "")
        places = (facts["INPUT_FOLDER"], facts["TARGET_FOLDER"])
        for image, place, ending in zip(pair, places, endings, strict=True):
            (folder / place).mkdir(parents=True, exist_ok=True)
            pixels = image.round().clip(0, 255).astype("uint8").squeeze()
            Image.fromarray(pixels).save(folder / place / f"item_{item:04d}{ending}.png")
