"""Writes the rows that go with made files, in the form in which the user's lie on disk."""

import json
import re

from made_data.columns import add_columns


def write_lines(path, lines):
    """Writes lines of text; folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def write_records(table, path):
    """Writes rows as a JSON array, as JSON Lines or as Parquet; the suffix decides."""
    if path.suffix.lower() == ".parquet":
        table.to_parquet(path)
    else:
        lines = path.suffix.lower() != ".json"
        table.to_json(path, orient="records", lines=lines, force_ascii=False)


def write_names(table, folder, facts):
    """Renames each file below a folder so that its name says its label, as NAME_PATTERN reads it."""
    column = facts.get("IMAGE_COLUMN") or facts.get("AUDIO_COLUMN")
    suffix = facts.get("IMAGE_SUFFIX") or facts.get("AUDIO_SUFFIX") or ""
    layouts = ("{label}_{row}", "{row}_{label}", "{label}_a_{row}", "a{row}_{label}")
    layouts += ("{row}_{label}_a", *("{row}_" + "a_" * parts + "{label}" for parts in range(1, 8)))
    for row, (name, value) in enumerate(zip(table[column], table[facts["TARGET"]], strict=True)):
        file = folder / f"{name}{suffix}"
        # Digits beside letters could be read as the number of the file.
        letters = str(value).translate(str.maketrans("0123456789", "abcdefghij", "_ "))
        label = letters if isinstance(value, str) else str(round(value))
        stems = [layout.format(label=label, row=row) for layout in layouts]
        found = [(stem, re.search(facts["NAME_PATTERN"], stem)) for stem in stems]
        fitting = [stem for stem, match in found if match and match.group(1) == label]
        if file.is_file() and fitting:
            file.rename(folder / f"{fitting[0]}{file.suffix}")


def write_folders(table, folder, facts):
    """Moves each file below a folder into one named as its label, CLASS_LEVEL levels down."""
    column = facts.get("IMAGE_COLUMN") or facts.get("AUDIO_COLUMN")
    suffix = facts.get("IMAGE_SUFFIX") or facts.get("AUDIO_SUFFIX") or ""
    for name, label in zip(table[column], table[facts["TARGET"]], strict=True):
        file = folder / f"{name}{suffix}"
        place = folder.joinpath(*["kinds"] * (facts["CLASS_LEVEL"] - 1), str(label))
        if file.is_file():
            place.mkdir(parents=True, exist_ok=True)
            file.rename(place / file.name)


def write_coco(table, path):
    """Writes one COCO file of boxes [image, label, left, top, right, bottom]."""
    labels = sorted(set(table["label"]))
    images = sorted(set(table["image"]))
    boxes = zip(table["image"], table["label"], *(table[c] for c in table.columns[2:]), strict=True)
    content = {
        "images": [{"id": number, "file_name": name} for number, name in enumerate(images)],
        "categories": [{"id": number, "name": name} for number, name in enumerate(labels)],
        "annotations": [
            {
                "id": row,
                "image_id": images.index(image),
                "category_id": labels.index(label),
                "bbox": [int(left), int(top), int(right - left), int(bottom - top)],
            }
            for row, (image, label, left, top, right, bottom) in enumerate(boxes)
        ],
    }
    path = path if path.suffix == ".json" else path / "boxes.json"
    write_lines(path, [json.dumps(content)])


def write_voc(table, folder):
    """Writes a Pascal VOC file for each image of boxes [image, label, left, top, right, bottom]."""
    names = ("xmin", "ymin", "xmax", "ymax")
    for image, rows in table.groupby("image"):
        items = ""
        for _, label, *corners in rows.itertuples(index=False):
            sides = zip(names, corners, strict=True)
            box = "".join(f"<{name}>{side}</{name}>" for name, side in sides)
            items += f"<object><name>{label}</name><bndbox>{box}</bndbox></object>"
        stem = image.rsplit(".", 1)[0]
        text = f"<annotation><filename>{image}</filename>{items}</annotation>"
        write_lines(folder / f"{stem}.xml", [text])


def write_yolo(table, folder, size):
    """Writes a YOLO file for each image of boxes [image, label, left, top, right, bottom]."""
    height, width = size
    labels = sorted(set(table["label"]))
    for image, rows in table.groupby("image"):
        lines = []
        for _, label, left, top, right, bottom in rows.itertuples(index=False):
            centre = ((left + right) / 2 / width, (top + bottom) / 2 / height)
            sides = ((right - left) / width, (bottom - top) / height)
            numbers = " ".join(f"{share:.6f}" for share in (*centre, *sides))
            lines.append(f"{labels.index(label)} {numbers}")
        write_lines(folder / "labels" / f"{image.rsplit('.', 1)[0]}.txt", lines)


def with_sizes(table, facts):
    """Returns the rows with boxes as left, top, width and height: four columns, or one of text."""
    corners = [table[column] for column in facts["BOX_COLUMNS"]]
    left, top, right, bottom = corners
    sizes = [left, top, right - left, bottom - top]
    table = table.drop(columns=list(facts["BOX_COLUMNS"]))
    if facts["TABLE_FORM"] == "box-sizes":
        return table.assign(**dict(zip(facts["SIZE_COLUMNS"], sizes, strict=True)))
    texts = [str([int(side) for side in box]) for box in zip(*sizes, strict=True)]
    return table.assign(**{facts["BOX_TEXT_COLUMN"]: texts})


def write_table(table, folder, facts):
    """Writes the rows that go with made files below a folder; TABLE_FORM says how."""
    path = folder / facts["TABLE_FILE"]
    path.parent.mkdir(parents=True, exist_ok=True)
    form = facts.get("TABLE_FORM")
    table = add_columns(table, facts)
    column = facts.get("IMAGE_COLUMN") or facts.get("AUDIO_COLUMN")
    if form == "records":
        write_records(table, path)
    elif form == "mapping":
        write_lines(path, [json.dumps(dict(zip(table[column], table["label"], strict=True)))])
    elif form == "headless":
        rows = zip(*(table[name] for name in facts["LINE_COLUMNS"]), strict=True)
        write_lines(path, [facts["SEPARATOR"].join(map(str, row)) for row in rows])
    elif form == "names":
        write_names(table, path, facts)
    elif form == "folders":
        write_folders(table, path, facts)
    elif form in ("coco", "voc", "yolo"):
        if "label" not in table:
            table = table.assign(label="object")
        table = table[["image", "label", *facts["BOX_COLUMNS"]]]
        if form == "coco":
            write_coco(table, path)
        elif form == "voc":
            write_voc(table, path)
        else:
            write_yolo(table, folder, [min(side, 128) for side in facts["IMAGE_SIZE"]])
    else:
        if form in ("box-sizes", "box-text"):
            table = with_sizes(table, facts)
        table.to_csv(path, sep=facts.get("SEPARATOR") or ",", index=False)
