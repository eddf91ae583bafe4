"""Made images beside a table; image and columns each tell a part of the class or number."""

import numpy as np
import pandas as pd
from PIL import Image

from made_data.table_forms import write_table


def draw_item(generator, strength, size, channels):
    """Returns a PIL image with a bright disc whose size grows with strength, 0 to 1."""
    rows, columns = np.mgrid[: size[0], : size[1]] / (np.array(size) - 1)[:, None, None]
    centre = generator.uniform(0.4, 0.6, 2)
    disc = np.hypot(rows - centre[0], columns - centre[1]) < 0.08 + 0.35 * strength
    image = 70 + 120 * disc[..., None] + generator.normal(0, 12, (*size, channels))
    return Image.fromarray(image.clip(0, 255).astype("uint8").squeeze())


def split_columns(facts):
    """Returns the names of number columns and of text columns; FEATURES None gets two of each."""
    names = facts.get("FEATURES") or ["number_1", "number_2", "group_1"]
    codes = [name for name in facts.get("CATEGORICAL") or [] if name in names]
    others = [name for name in names if name not in codes]
    groups = [name for name in others if name.startswith("group")]
    return [name for name in others if name not in groups], groups, codes


def make_row(generator, strength, facts):
    """Returns the feature columns of one row; the first number and every group follow strength."""
    numbers, groups, codes = split_columns(facts)
    row = {}
    for position, name in enumerate(numbers):
        value = 40 + 30 * strength * (position == 0) + generator.normal(0, 3)
        row[name] = None if generator.random() < 0.05 else round(value, 2)
    near = int(min(2, max(0, strength * 3 + generator.normal(0, 0.5))))
    row |= {name: f"level {'ABC'[near]}" for name in groups}
    return row | {name: near + 1 for name in codes}


def make_data(folder, facts, target, count):
    """Writes `count` images below IMAGE_FOLDER and TABLE_FILE with features and target."""
    if target not in ("class", "number"):
        raise ValueError(f"image-features-table is made for class or number, not {target!r}")
    generator = np.random.default_rng(0)
    size = tuple(min(side, 128) for side in facts["IMAGE_SIZE"])
    suffix = facts.get("IMAGE_SUFFIX") or ""
    class_count = facts.get("CLASS_COUNT") or 2
    rows = []
    for item in range(count):
        number = item % class_count
        seen = number / max(1, class_count - 1) if target == "class" else generator.random()
        told = seen if target == "class" else generator.random()
        name = f"{item:04d}" if suffix else f"{item:04d}.png"
        path = folder / (facts.get("IMAGE_FOLDER") or "") / f"{name}{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        noisy = np.clip(seen + generator.normal(0, 0.12 if target == "class" else 0), 0, 1)
        draw_item(generator, noisy, size, facts["CHANNELS"]).save(path)
        value = f"class_{number:02d}" if target == "class" else round(100 * seen + 60 * told, 1)
        rows.append({facts["IMAGE_COLUMN"]: name} | make_row(generator, told, facts))
        rows[-1][facts["TARGET"]] = value
    write_table(pd.DataFrame(rows), folder, facts)
