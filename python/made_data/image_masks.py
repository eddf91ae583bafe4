"""Made images with masks: coloured discs and boxes on noise; a shape's class is its colour."""

import numpy as np
from PIL import Image


def draw_pair(generator, class_count, size, channels):
    """Returns one uint8 image [height, width, channels] and its class numbers [height, width]."""
    rows, columns = np.mgrid[: size[0], : size[1]]
    numbers = np.zeros(size, dtype="uint8")
    for number in generator.permutation(np.arange(1, class_count))[:6]:
        centre = [side * generator.uniform(0.2, 0.8) for side in size]
        radius = min(size) * generator.uniform(0.12, 0.25)
        offsets = np.abs(rows - centre[0]), np.abs(columns - centre[1])
        disc = np.hypot(*offsets) if number % 2 else np.maximum(*offsets)
        numbers[disc < radius] = number
    angles = 2 * np.pi * (numbers[..., None] / class_count + np.arange(channels) / 3)
    image = np.where(numbers[..., None] == 0, 60, 150 + 70 * np.cos(angles))
    image = image + generator.normal(0, 25, (*size, channels))
    return image.clip(0, 255).astype("uint8"), numbers


def make_data(folder, facts, target, count):
    """Writes `count` images and masks (at least 8) as PNG files of the same name and suffix."""
    if target != "mask":
        raise ValueError(f"image-masks is made for the target mask, not {target!r}")
    generator = np.random.default_rng(0)
    size = tuple(min(side, 128) for side in facts["IMAGE_SIZE"])
    values = np.array(facts["MASK_VALUES"], dtype="uint8")
    images, masks = folder / facts["IMAGE_FOLDER"], folder / facts["MASK_FOLDER"]
    for place in (images, masks):
        place.mkdir(parents=True, exist_ok=True)
    for item in range(max(count, 8)):
        image, numbers = draw_pair(generator, facts["CLASS_COUNT"], size, facts["CHANNELS"])
        Image.fromarray(image.squeeze()).save(images / f"item_{item:04d}.png")
        name = f"item_{item:04d}{facts.get('MASK_SUFFIX') or ''}.png"
        Image.fromarray(values[numbers]).save(masks / name)
