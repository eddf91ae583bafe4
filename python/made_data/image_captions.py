"""Made images of one coloured shape each, and a table with several captions per image."""

import numpy as np
import pandas as pd
from PIL import Image, ImageDraw

from made_data.table_forms import write_table

COLOURS = {"red": (210, 50, 40), "green": (60, 170, 70), "blue": (50, 80, 200)}
GREYS = {"dark": 30, "grey": 120, "light": 220}
SHAPES = ("circle", "square", "triangle")
PHRASES = (
    "a {size} {colour} {shape}",
    "there is a {colour} {shape} which is {size}",
    "The {shape} is {size} and {colour}.",
)


def draw_item(generator, words, size, channels):
    """Returns one PIL image of a shape, its colour and size given as words."""
    colour = COLOURS[words["colour"]] if channels == 3 else GREYS[words["colour"]]
    noise = generator.normal(170, 8, (*size, channels)).clip(0, 255).astype("uint8")
    image = Image.fromarray(noise.squeeze())
    radius = min(size) * (0.18 if words["size"] == "small" else 0.36)
    x, y = (generator.uniform(0.4, 0.6) * side for side in size[::-1])
    box = (x - radius, y - radius, x + radius, y + radius)
    draw = ImageDraw.Draw(image)
    if words["shape"] == "circle":
        draw.ellipse(box, fill=colour)
    elif words["shape"] == "square":
        draw.rectangle(box, fill=colour)
    else:
        draw.polygon([(x, box[1]), (box[0], box[3]), (box[2], box[3])], fill=colour)
    return image


def make_data(folder, facts, target, count):
    """Writes `count` PNG files below IMAGE_FOLDER and TABLE_FILE with three captions for each."""
    if target not in ("text", "match"):
        raise ValueError(f"image-captions are made for the targets text, match, not {target!r}")
    generator = np.random.default_rng(0)
    channels = 1 if facts["CHANNELS"] == 1 else 3
    size = tuple(min(side, 128) for side in facts["IMAGE_SIZE"])
    images = folder / (facts.get("IMAGE_FOLDER") or "")
    images.mkdir(parents=True, exist_ok=True)
    rows = []
    for item in range(count):
        words = {
            "colour": str(generator.choice(list(COLOURS if channels == 3 else GREYS))),
            "shape": str(generator.choice(SHAPES)),
            "size": str(generator.choice(("small", "big"))),
        }
        draw_item(generator, words, size, channels).save(images / f"{item:04d}.png")
        for phrase in PHRASES:
            row = {facts["IMAGE_COLUMN"]: f"{item:04d}.png"}
            rows.append(row | {facts["CAPTION_COLUMN"]: phrase.format(**words)})
    write_table(pd.DataFrame(rows), folder, facts)
