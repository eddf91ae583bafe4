"""Made images beside a table: what is drawn follows from the class, labels, number or text."""

import numpy as np
import pandas as pd
from PIL import Image, ImageDraw, ImageFont

from made_data.table_forms import write_table

LETTERS = "ABCDEFHKLN"


def draw_stripes(generator, number, class_count, size, channels):
    """Returns one uint8 image [height, width, channels] of a class: noisy stripes on a colour."""
    rows, columns = np.mgrid[: size[0], : size[1]] / max(size)
    angle = np.pi * number / class_count + generator.normal(0, 0.04)
    pitch = 4 + 6 * (number % 3)
    phase = generator.uniform(0, 2 * np.pi)
    waves = np.sin(2 * np.pi * pitch * (rows * np.sin(angle) + columns * np.cos(angle)) + phase)
    tint = 110 + 60 * np.cos(2 * np.pi * (number / class_count + np.arange(channels) / 3))
    image = tint + 45 * waves[..., None] + generator.normal(0, 18, (*size, channels))
    return image.clip(0, 255).astype("uint8")


def draw_cells(generator, flags, size, channels):
    """Returns one uint8 image with a bright cell, in a grid, for each label that is set."""
    side = int(np.ceil(np.sqrt(len(flags))))
    lit = np.resize(np.pad(flags, (0, side * side - len(flags))), (side, side))
    rows = np.arange(size[0]) * side // size[0]
    columns = np.arange(size[1]) * side // size[1]
    image = 60 + 120 * lit[np.ix_(rows, columns)][..., None]
    image = image + generator.normal(0, 25, (*size, channels))
    return image.clip(0, 255).astype("uint8")


def draw_disc(generator, share, size, channels):
    """Returns one uint8 image with a bright disc whose radius grows with a share from 0 to 1."""
    rows, columns = np.mgrid[: size[0], : size[1]]
    centre = [side * generator.uniform(0.45, 0.55) for side in size]
    radius = min(size) * (0.1 + 0.32 * share)
    inside = (rows - centre[0]) ** 2 + (columns - centre[1]) ** 2 < radius**2
    image = 50 + 130 * inside[..., None] + generator.normal(0, 20, (*size, channels))
    return image.clip(0, 255).astype("uint8")


def draw_text(generator, text, size, channels):
    """Returns one uint8 image with a text in dark letters, somewhere on a bright ground."""
    canvas = Image.new("L", size[::-1], 215)
    letters = ImageFont.load_default(size=max(8, min(size[0] * 0.7, 1.2 * size[1] / len(text))))
    draw = ImageDraw.Draw(canvas)
    left, top, right, bottom = draw.textbbox((0, 0), text, font=letters)
    x = generator.uniform(0.1, 0.9) * max(0, size[1] - (right - left)) - left
    y = generator.uniform(0.3, 0.7) * max(0, size[0] - (bottom - top)) - top
    draw.text((x, y), text, fill=40, font=letters)
    image = np.asarray(canvas)[..., None] + generator.normal(0, 10, (*size, channels))
    return image.clip(0, 255).astype("uint8")


def label_columns(facts, flags):
    """Returns the table's label columns for flags [n, labels]: 0/1 columns, or one of words."""
    if not isinstance(facts["TARGET"], str):
        return dict(zip(facts["TARGET"], flags.T, strict=True))
    words = [f"label_{number:02d}" for number in range(flags.shape[1])]
    separator = facts.get("LABEL_SEPARATOR") or " "
    chosen = [[word for word, flag in zip(words, row, strict=True) if flag] for row in flags]
    return {facts["TARGET"]: [separator.join(row) for row in chosen]}


def make_columns(generator, facts, target, count):
    """Returns the target's columns and one drawing function an item."""
    class_count = facts.get("CLASS_COUNT") or 1
    if target == "class":
        numbers = np.arange(max(count, 4 * class_count)) % class_count
        columns = {facts["TARGET"]: [f"class_{number:02d}" for number in numbers]}
        return columns, [(draw_stripes, (number, class_count)) for number in numbers]
    if target == "labels":
        flags = (generator.random((max(count, 12), class_count)) < 0.4).astype(int)
        flags[np.arange(len(flags)), np.arange(len(flags)) % class_count] = 1
        return label_columns(facts, flags), [(draw_cells, (row,)) for row in flags]
    if target == "number":
        shares = generator.random(max(count, 12))
        return {facts["TARGET"]: (20 + 60 * shares).round(2)}, [
            (draw_disc, (share,)) for share in shares
        ]
    if target == "text":
        lengths = generator.integers(2, 5, max(count, 12))
        texts = ["".join(generator.choice(list(LETTERS), length)) for length in lengths]
        return {facts["TARGET"]: texts}, [(draw_text, (text,)) for text in texts]
    raise ValueError(f"image-table is made for class, labels, number or text, not {target!r}")


def make_data(folder, facts, target, count):
    """Writes about `count` PNG files below folder/IMAGE_FOLDER and the table that names them."""
    generator = np.random.default_rng(0)
    size = tuple(min(side, 128) for side in facts["IMAGE_SIZE"])
    columns, drawings = make_columns(generator, facts, target, count)
    root = folder / (facts.get("IMAGE_FOLDER") or "")
    root.mkdir(parents=True, exist_ok=True)
    suffix = facts.get("IMAGE_SUFFIX") or ""
    names = [f"item_{row:04d}" + ("" if suffix else ".png") for row in range(len(drawings))]
    for name, (draw, values) in zip(names, drawings, strict=True):
        image = Image.fromarray(draw(generator, *values, size, facts["CHANNELS"]).squeeze())
        image.save(root / f"{name}{suffix}")
    table = pd.DataFrame({facts["IMAGE_COLUMN"]: names} | columns)
    write_table(table, folder, facts)
