"""Made images with masks: coloured discs and boxes on noise; a shape's class is its colour."""

import csv
import json

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


def trace_outline(inside):
    """Returns the corners [x, y, x, y, ...] around the pixels that are set in a mask [height, width]."""
    rows = np.flatnonzero(inside.any(axis=1))
    left = inside[rows].argmax(axis=1)
    right = inside.shape[1] - 1 - inside[rows, ::-1].argmax(axis=1)
    down, up = np.stack([left, rows], axis=1), np.stack([right, rows], axis=1)[::-1]
    return np.concatenate([down, up]).reshape(-1).tolist()


def write_polygons(path, class_names, masks):
    """Writes the outlines of masks {image name: class numbers [height, width]} as a COCO file."""
    numbers = range(1, len(class_names) + 1)
    sizes = [mask.shape for mask in masks.values()]
    images = [
        {"id": key, "file_name": name, "height": size[0], "width": size[1]}
        for key, (name, size) in enumerate(zip(masks, sizes, strict=True))
    ]
    annotations = [
        {"image_id": key, "category_id": number, "segmentation": [trace_outline(mask == number)]}
        for key, mask in enumerate(masks.values())
        for number in numbers
        if (mask == number).sum() > 4
    ]
    categories = [{"id": number, "name": class_names[number - 1]} for number in numbers]
    content = {"images": images, "annotations": annotations, "categories": categories}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")


def count_runs(inside):
    """Returns `start length ...` of the pixels that are set in a mask [height, width], column by column, from 1."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], inside.T.ravel().astype("int8"), [0]])))
    return " ".join(f"{start + 1} {end - start}" for start, end in edges.reshape(-1, 2))


def write_rows(path, separator, rows):
    """Writes a table of rows, the first of which holds the names of its columns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=separator or ",").writerows(rows)


def run_rows(facts, masks):
    """Returns the rows of a table of run lengths; of every fourth image there are none."""
    kind = facts["RUN_CLASS_COLUMN"]
    is_behind = kind == facts["IMAGE_COLUMN"]
    kind = None if is_behind else kind
    rows = [[facts["IMAGE_COLUMN"], facts["RUNS_COLUMN"], *([kind] if kind else [])]]
    for item, (name, mask) in enumerate(masks.items()):
        for number, label in enumerate(facts["CLASS_NAMES"], 1):
            if item % 4 and (mask == number).any():
                cell = f"{name}_{label}" if is_behind else name
                rows.append([cell, count_runs(mask == number), *([label] if kind else [])])
    return rows


def make_data(folder, facts, target, count):
    """Writes `count` images (at least 8) as PNG files and their masks, as such or in a table."""
    if target != "mask":
        raise ValueError(f"image-masks is made for the target mask, not {target!r}")
    generator = np.random.default_rng(0)
    size = tuple(min(side, 128) for side in facts["IMAGE_SIZE"])
    values = np.array(facts["MASK_VALUES"], dtype="uint8")
    images, masks = folder / facts["IMAGE_FOLDER"], folder / (facts["MASK_FOLDER"] or "")
    form = facts.get("TABLE_FORM")
    # Images and masks that a table names may lie in one folder.
    start = "mask" if form == "mask-names" else "item"
    drawn, rows = {}, [[facts.get("IMAGE_COLUMN"), facts.get("MASK_COLUMN")]]
    for place in (images, masks):
        place.mkdir(parents=True, exist_ok=True)
    for item in range(max(count, 8)):
        image, numbers = draw_pair(generator, facts["CLASS_COUNT"], size, facts["CHANNELS"])
        own = f"item_{item:04d}.png"
        Image.fromarray(image.squeeze()).save(images / own)
        drawn[own] = numbers
        if form in ("polygons", "run-lengths"):
            continue
        name = f"{start}_{item:04d}{facts.get('MASK_SUFFIX') or ''}.png"
        Image.fromarray(values[numbers]).save(masks / name)
        rows.append([own, name])
    if form == "polygons":
        write_polygons(folder / facts["TABLE_FILE"], facts["CLASS_NAMES"], drawn)
    elif form == "run-lengths":
        write_rows(folder / facts["TABLE_FILE"], facts["SEPARATOR"], run_rows(facts, drawn))
    elif form == "mask-names":
        write_rows(folder / facts["TABLE_FILE"], facts["SEPARATOR"], rows)
