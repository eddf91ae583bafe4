"""Made images of objects on noise, one each or several, and a table with their boxes in pixels."""

import numpy as np
import pandas as pd
from PIL import Image, ImageDraw

from made_data.table_forms import write_table


def draw_noise(generator, size, channels):
    """Returns one PIL image of noise."""
    noise = generator.normal(80, 15, (*size, channels)).clip(0, 255).astype("uint8")
    return Image.fromarray(noise.squeeze())


def draw_object(image, number, box, channels):
    """Draws the object of a class into its box (x_min, y_min, x_max, y_max)."""
    bright = 255 - 25 * (number // 3)
    colour = tuple(bright if number % 3 == channel else 150 for channel in range(channels))
    draw = ImageDraw.Draw(image)
    shape = draw.ellipse if number % 2 else draw.rectangle
    shape(box, fill=colour if channels > 1 else bright)


def place_box(generator, frame, shares):
    """Returns a box inside a frame, both (x_min, y_min, x_max, y_max), with sides in these shares."""
    left, top, right, bottom = frame
    sides = (right - left, bottom - top)
    width, height = (int(side * generator.uniform(*shares)) for side in sides)
    x = left + int(generator.integers(0, sides[0] - width))
    y = top + int(generator.integers(0, sides[1] - height))
    return (x, y, x + width, y + height)


def place_boxes(generator, target, item, size):
    """Returns the boxes of an image: one, or one to four in quarters of their own."""
    height, width = size
    if target == "box":
        return [place_box(generator, (0, 0, width, height), (0.25, 0.5))]
    rows, columns = height // 2, width // 2
    corners = [(0, 0), (columns, 0), (0, rows), (columns, rows)]
    chosen = generator.permutation(4)[: item % 4 + 1]
    frames = [(x, y, x + columns, y + rows) for x, y in (corners[quarter] for quarter in chosen)]
    return [place_box(generator, frame, (0.5, 0.9)) for frame in frames]


def make_data(folder, facts, target, count):
    """Writes `count` PNG files below IMAGE_FOLDER and TABLE_FILE with one box a row."""
    if target not in ("box", "boxes"):
        raise ValueError(f"image-boxes are made for the targets box and boxes, not {target!r}")
    generator = np.random.default_rng(0)
    size = tuple(min(side, 128) for side in facts["IMAGE_SIZE"])
    images = folder / (facts.get("IMAGE_FOLDER") or "")
    images.mkdir(parents=True, exist_ok=True)
    rows = []
    for item in range(count):
        image = draw_noise(generator, size, facts["CHANNELS"])
        for place, box in enumerate(place_boxes(generator, target, item, size)):
            number = (item + place) % (facts.get("CLASS_COUNT") or 1)
            draw_object(image, number, box, facts["CHANNELS"])
            row = {facts["IMAGE_COLUMN"]: f"{item:04d}.png"}
            row |= dict(zip(facts["BOX_COLUMNS"], box, strict=True))
            if facts.get("TARGET"):
                row[facts["TARGET"]] = f"class_{number:02d}"
            rows.append(row)
        image.save(images / f"{item:04d}.png")
    write_table(pd.DataFrame(rows), folder, facts)
