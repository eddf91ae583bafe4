"""Made images of one object each on noise, and a table with the object's box in pixels."""

import numpy as np
import pandas as pd
from PIL import Image, ImageDraw

from made_data.table_forms import write_table


def draw_item(generator, number, size, channels):
    """Returns one PIL image and the box (x_min, y_min, x_max, y_max) of its object, in pixels."""
    noise = generator.normal(80, 15, (*size, channels)).clip(0, 255).astype("uint8")
    image = Image.fromarray(noise.squeeze())
    width, height = (int(side * generator.uniform(0.25, 0.5)) for side in size[::-1])
    left = int(generator.integers(0, size[1] - width))
    top = int(generator.integers(0, size[0] - height))
    box = (left, top, left + width, top + height)
    bright = 255 - 25 * (number // 3)
    colour = tuple(bright if number % 3 == channel else 150 for channel in range(channels))
    draw = ImageDraw.Draw(image)
    shape = draw.ellipse if number % 2 else draw.rectangle
    shape(box, fill=colour if channels > 1 else bright)
    return image, box


def make_data(folder, facts, target, count):
    """Writes `count` PNG files below IMAGE_FOLDER and TABLE_FILE with one box a row."""
    if target != "box":
        raise ValueError(f"image-boxes are made for the target box, not {target!r}")
    generator = np.random.default_rng(0)
    size = tuple(min(side, 128) for side in facts["IMAGE_SIZE"])
    images = folder / (facts.get("IMAGE_FOLDER") or "")
    images.mkdir(parents=True, exist_ok=True)
    rows = []
    for item in range(count):
        number = item % (facts.get("CLASS_COUNT") or 1)
        image, box = draw_item(generator, number, size, facts["CHANNELS"])
        image.save(images / f"{item:04d}.png")
        row = {facts["IMAGE_COLUMN"]: f"{item:04d}.png"}
        row |= dict(zip(facts["BOX_COLUMNS"], box, strict=True))
        if facts.get("TARGET"):
            row[facts["TARGET"]] = f"class_{number:02d}"
        rows.append(row)
    write_table(pd.DataFrame(rows), folder, facts)
