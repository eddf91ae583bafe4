"""Made images of two domains without pairs: bright scenes by day and dark ones by night."""

import numpy as np
from PIL import Image

from made_data.image_pairs import draw_scene


def make_data(folder, facts, target, count):
    """Writes `count` PNG files of each domain (at least 8), named apart."""
    if target != "domain":
        raise ValueError(f"image-domains is made for the target domain, not {target!r}")
    generator = np.random.default_rng(0)
    size = tuple(min(side, 128) for side in facts["IMAGE_SIZE"])
    sides = [
        (facts["INPUT_FOLDER"], facts["CHANNELS"], "day", 1.0),
        (facts["TARGET_FOLDER"], facts["TARGET_CHANNELS"], "night", 0.35),
    ]
    for place, channels, name, light in sides:
        (folder / place).mkdir(parents=True, exist_ok=True)
        for item in range(max(count, 8)):
            pixels = (light * draw_scene(generator, size, channels)).round().astype("uint8")
            Image.fromarray(pixels.squeeze()).save(folder / place / f"{name}_{item:04d}.png")
