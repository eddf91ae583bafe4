"""Made images without labels: one to three soft discs on a slanted gradient."""

import numpy as np
from PIL import Image


def draw_item(generator, size, channels):
    """Returns one uint8 image [height, width, channels]: soft discs on a gradient."""
    rows, columns = np.mgrid[: size[0], : size[1]] / (np.array(size) - 1)[:, None, None]
    angle = generator.uniform(0, 2 * np.pi)
    slope = rows * np.sin(angle) + columns * np.cos(angle)
    image = 90 + 40 * slope[..., None] + generator.uniform(-20, 20, channels)
    for _ in range(generator.integers(1, 4)):
        centre, radius = generator.uniform(0.2, 0.8, 2), generator.uniform(0.1, 0.25)
        distance = np.hypot(rows - centre[0], columns - centre[1])
        disc = 1 / (1 + np.exp((distance - radius) * 40))
        image = image + disc[..., None] * generator.uniform(40, 120, channels)
    return image.clip(0, 255).astype("uint8")


def make_data(folder, facts, target, count):
    """Writes `count` PNG files below folder/IMAGE_FOLDER, some of them in a folder of their own."""
    generator = np.random.default_rng(0)
    size = tuple(min(side, 128) for side in facts["IMAGE_SIZE"])
    for item in range(count):
        path = folder / (facts.get("IMAGE_FOLDER") or "") / f"part_{item % 2}" / f"{item:04d}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        image = draw_item(generator, size, facts["CHANNELS"])
        Image.fromarray(image.squeeze()).save(path)
