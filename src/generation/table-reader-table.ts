import type { TableForm } from '../artifacts/index.ts';

/** Replacement readers for a table format that the sample does not handle, and what they need. */
export interface TableReader {
  readonly imports: readonly string[];
  /** Constants that the reader needs and programs have not; facts fill them. */
  readonly constants: readonly string[];
  /**
   * `open_table(path)`: path -> frame of texts; for masks `pair_files` and `read_mask`. SystemExit with one sentence where
   * there is nothing.
   */
  readonly functions: readonly string[];
}

const PANDAS = 'import pandas as pd';
const JSON = 'import json';
const SYS = 'import sys';
const BOX_ROWS = `    if not rows:
        raise SystemExit(f"expected boxes in files below {path}, found none")
    columns = ["image", "label", "x_min", "y_min", "x_max", "y_max"]
    return pd.DataFrame(rows, columns=columns)`;
const MISSING_TABLE = `    if not path.is_file():
        found = ", ".join(sorted(entry.name for entry in path.parent.glob("*"))[:20]) or "nothing"
        raise SystemExit(f"expected the table {path}, found in its folder: {found}")`;
const TEXT_ROWS = `    try:
        table = pd.read_csv(path, sep=SEPARATOR, dtype=str, encoding="utf-8-sig")
    except UnicodeDecodeError:
        table = pd.read_csv(
            path, sep=SEPARATOR, dtype=str, encoding="cp1252", encoding_errors="replace"
        )`;

const READ_NAMES = `def read_names(path, columns):
    """Returns the rows of a table, all as text, of which none of these columns is empty."""
${MISSING_TABLE}
${TEXT_ROWS}
    absent = [name for name in columns if name not in table.columns]
    if absent:
        raise SystemExit(f"expected the columns {absent} in {path}, found {list(table)[:50]}")
    return table.dropna(subset=columns)`;

/** `find_table` where the rows are files of the data folder itself. */
export const FIND_ROOT = `def find_table(data_dir):
    """Returns the data folder: the rows lie in its files."""
    return data_dir`;

/** The reader of each form; the rows of docs/pool.md, `TABLE_FORM`. */
export const TABLE_READERS: Readonly<Record<TableForm, TableReader>> = {
  records: {
    imports: [PANDAS],
    constants: [],
    functions: [
      `def open_table(path):
    """Returns the rows of a JSON, JSON Lines or Parquet file as text; lists are joined by "|"."""
${MISSING_TABLE}
    if path.suffix.lower() == ".parquet":
        table = pd.read_parquet(path)
    else:
        with path.open(encoding="utf-8-sig") as file:
            lines = not file.read(256).lstrip().startswith("[")
        table = pd.read_json(path, lines=lines, dtype=False, encoding="utf-8-sig")
    texts = {
        name: [
            "|".join(map(str, value))
            if isinstance(value, list)
            else None
            if pd.isna(value)
            else str(value)
            for value in table[name]
        ]
        for name in table
    }
    return pd.DataFrame(texts, dtype=object)`,
    ],
  },
  mapping: {
    imports: [PANDAS, JSON],
    constants: [],
    functions: [
      `def open_table(path):
    """Returns the entries of a JSON object, file name to label, as rows; lists are joined by "|"."""
${MISSING_TABLE}
    entries = json.loads(path.read_text(encoding="utf-8-sig"))
    labels = ["|".join(map(str, x)) if isinstance(x, list) else str(x) for x in entries.values()]
    return pd.DataFrame({"file": list(entries), "label": labels})`,
    ],
  },
  headless: {
    imports: [PANDAS, 'import re'],
    constants: ['# Names for what stands on a line.\nLINE_COLUMNS = ("file", "label")'],
    functions: [
      `def open_table(path):
    """Returns the lines of a file without header, file name first, as rows of two texts."""
${MISSING_TABLE}
    lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    pairs = [line.strip().split(SEPARATOR, 1) for line in lines]
    # Captions count their files: name.jpg#0, name.jpg#1.
    rows = [(re.sub(r"#\\d+$", "", pair[0]), pair[1].strip()) for pair in pairs if len(pair) == 2]
    return pd.DataFrame(rows, columns=list(LINE_COLUMNS))`,
    ],
  },
  names: {
    imports: [PANDAS, 'import re'],
    constants: [
      '# What is searched in a file\'s name without suffix; its first group is the label.\nNAME_PATTERN = "^([a-z]+)"',
    ],
    functions: [
      `def open_table(path):
    """Returns a row for each file below a folder whose name says its label."""
    files = sorted(file for file in path.rglob("*") if file.is_file() and file.name[0] != ".")
    found = [(file, re.search(NAME_PATTERN, file.stem)) for file in files]
    rows = [
        (file.relative_to(path).as_posix(), match.group(1).lower()) for file, match in found if match
    ]
    if not rows:
        raise SystemExit(f"expected files named like {NAME_PATTERN} in {path}, found none")
    return pd.DataFrame(rows, columns=["file", "label"])`,
    ],
  },
  folders: {
    imports: [PANDAS],
    constants: [
      '# The class is the name of the folder so many levels below TABLE_FILE.\nCLASS_LEVEL = 2',
    ],
    functions: [
      `def open_table(path):
    """Returns a row for each file below a folder; the name of its folder at CLASS_LEVEL is the label."""
    files = sorted(file for file in path.rglob("*") if file.is_file() and file.name[0] != ".")
    names = [file.relative_to(path) for file in files]
    rows = [
        (name.as_posix(), name.parts[CLASS_LEVEL - 1])
        for name in names
        if len(name.parts) > CLASS_LEVEL
    ]
    if not rows:
        raise SystemExit(f"expected files in folders {CLASS_LEVEL} levels below {path}, found none")
    return pd.DataFrame(rows, columns=["file", "label"])`,
    ],
  },
  coco: {
    imports: [PANDAS, JSON],
    constants: [],
    functions: [
      `def open_table(path):
    """Returns one row per box of the COCO files at or below a path: image, label, corners in pixels."""
    rows = []
    for file in [path] if path.is_file() else sorted(path.rglob("*.json")):
        content = json.loads(file.read_text(encoding="utf-8-sig"))
        if not isinstance(content, dict) or "annotations" not in content:
            continue
        images = {image["id"]: image["file_name"] for image in content["images"]}
        labels = {category["id"]: category["name"] for category in content.get("categories", ())}
        for item in content["annotations"]:
            if item.get("bbox") and item["image_id"] in images:
                image = images[item["image_id"]]
                # Several files have a folder each, and may name images alike.
                beside = path.is_dir() and (file.parent / image).is_file()
                name = (file.parent / image).relative_to(path).as_posix() if beside else image
                left, top, width, height = item["bbox"]
                corners = (left, top, left + width, top + height)
                rows.append((name, labels.get(item["category_id"], ""), *corners))
${BOX_ROWS}`,
    ],
  },
  voc: {
    imports: [PANDAS, 'from xml.etree import ElementTree'],
    constants: [],
    functions: [
      `def open_table(path):
    """Returns one row per object of the Pascal VOC files below a folder: image, label, corners."""
    rows = []
    for file in sorted(path.rglob("*.xml")):
        for item in ElementTree.parse(file).getroot().iter("object"):
            box = item.find("bndbox")
            if box is not None:
                corners = [box.findtext(name) for name in ("xmin", "ymin", "xmax", "ymax")]
                # The name inside is often that of another machine; image and file share theirs.
                rows.append((file.stem, item.findtext("name"), *corners))
${BOX_ROWS}`,
    ],
  },
  yolo: {
    imports: [PANDAS, 'from PIL import Image'],
    constants: ['# Names of the class numbers, in order.\nCLASS_NAMES = ()'],
    functions: [
      `def open_table(path):
    """Returns one row per box of the YOLO files below a folder: image, label, corners in pixels."""
    images = {}
    for image in list_files(path):
        images.setdefault(image.stem, []).append(image)
    rows = []
    for file in sorted(path.rglob("*.txt")):
        lines = file.read_text(encoding="utf-8").splitlines() if file.stem in images else []
        boxes = [line.split() for line in lines if len(line.split()) == 5]
        if not boxes:
            continue
        # Folders of parts may name images alike: that in the file's own part is meant.
        image = max(images[file.stem], key=lambda image: len({*image.parts} & {*file.parts}))
        with Image.open(image) as opened:
            width, height = opened.size
        for number, *shares in boxes:
            x, y, across, down = map(float, shares)
            name = CLASS_NAMES[int(number)] if int(number) < len(CLASS_NAMES) else number
            left, top = (x - across / 2) * width, (y - down / 2) * height
            corners = (left, top, left + across * width, top + down * height)
            rows.append((image.relative_to(path).as_posix(), name, *corners))
${BOX_ROWS}`,
    ],
  },
  'box-sizes': {
    imports: [PANDAS],
    constants: [
      '# Columns of left, top, width and height.\nSIZE_COLUMNS = ("x", "y", "width", "height")',
    ],
    functions: [
      `def open_table(path):
    """Returns the rows of a delimited table as text, its boxes as corners."""
${MISSING_TABLE}
${TEXT_ROWS}
    if missing := [column for column in SIZE_COLUMNS if column not in table]:
        raise SystemExit(f"expected the columns {missing} in {path}, found: {list(table)}")
    sizes = [pd.to_numeric(table[column], errors="coerce") for column in SIZE_COLUMNS]
    left, top, width, height = sizes
    return table.assign(x_min=left, y_min=top, x_max=left + width, y_max=top + height)`,
    ],
  },
  'box-text': {
    imports: [PANDAS],
    constants: ['# Column of boxes as text: [left, top, width, height].\nBOX_TEXT_COLUMN = "bbox"'],
    functions: [
      `def open_table(path):
    """Returns the rows of a delimited table as text, its boxes as corners."""
${MISSING_TABLE}
${TEXT_ROWS}
    if BOX_TEXT_COLUMN not in table:
        raise SystemExit(f"expected the column {BOX_TEXT_COLUMN} in {path}, found: {list(table)}")
    numbers = table[BOX_TEXT_COLUMN].str.extract(r"\\D*([\\d.]+)" * 4).astype(float)
    left, top, width, height = (numbers[column] for column in numbers)
    return table.assign(x_min=left, y_min=top, x_max=left + width, y_max=top + height)`,
    ],
  },
  stacked: {
    imports: [PANDAS, 'from pathlib import Path'],
    constants: [
      '# The first of the files, below the data folder.\nTABLE_FILE = "train.csv"',
      '# Files that are read as one table, of one folder or of folders of parts.\nTABLE_FILES = ("train.csv",)',
      '# Column that holds the name of the file, or the part, of a row.\nFILE_COLUMN = None',
    ],
    functions: [
      `def find_table(data_dir):
    """Returns the folder of TABLE_FILES."""
    return data_dir / TABLE_FILE.removesuffix(TABLE_FILES[0])`,
      `def find_example(data_dir):
    """Returns the first of TABLE_FILES."""
    return data_dir / TABLE_FILE`,
      `def open_table(path):
    """Returns the rows of a file of separated values, or those of TABLE_FILES in a folder."""
    if not path.is_dir():
        return read_csv(path)
    tables = [read_csv(path / name) for name in TABLE_FILES]
    if FILE_COLUMN:
        paths = [Path(name) for name in TABLE_FILES]
        pairs = zip(tables, [path.parent.name or path.stem for path in paths], strict=True)
        tables = [table.assign(**{FILE_COLUMN: name}) for table, name in pairs]
    return pd.concat(tables, ignore_index=True)`,
    ],
  },
  joined: {
    imports: [PANDAS],
    constants: [
      '# Files beside the table that tell more of what one of its columns names.\nJOINED_FILES = ("stores.csv",)',
      '# The column of both that each of them is joined by.\nJOIN_COLUMNS = ("store",)',
    ],
    functions: [
      `def open_table(path):
    """Returns the rows of a file of separated values, with the columns of JOINED_FILES."""
    table = read_csv(path)
    for name, key in zip(JOINED_FILES, JOIN_COLUMNS, strict=True):
        if not (path.parent / name).exists():
            raise SystemExit(f"expected {name} beside {path}: it is joined by {key}")
        other = read_csv(path.parent / name)
        added = [column for column in other if column == key or column not in table]
        table = table.merge(other[added], on=key, how="left", validate="many_to_one")
    return table`,
    ],
  },
  'json-list': {
    imports: [PANDAS, JSON],
    constants: [
      '# Key of the list of records; None where the file is the list.\nRECORDS_KEY = None',
      '# Column of lists, of which each value is a row.\nLIST_COLUMN = None',
    ],
    functions: [
      `def open_table(path):
    """Returns the records of a JSON file as rows; other files hold separated values."""
    if path.suffix.lower() != ".json":
        return read_csv(path)
    content = json.loads(path.read_text(encoding="utf-8-sig"))
    table = pd.DataFrame(content[RECORDS_KEY] if RECORDS_KEY else content)
    table = table.explode(LIST_COLUMN) if LIST_COLUMN else table
    return table.replace({"": pd.NA})`,
    ],
  },
  sheet: {
    imports: [PANDAS],
    constants: [
      '# Sheet of the workbook.\nSHEET = "Sheet1"',
      '# Rows above the column names.\nTITLE_ROWS = 0',
    ],
    functions: [
      `def open_table(path):
    """Returns the rows of a sheet as text; other files than workbooks hold separated values."""
    if path.suffix.lower() != ".xlsx":
        return read_csv(path)
${MISSING_TABLE}
    sheets = pd.ExcelFile(path).sheet_names
    sheet = SHEET if SHEET in sheets else sheets[0]
    table = pd.read_excel(path, sheet_name=sheet, header=TITLE_ROWS, dtype=str)
    return table.rename(columns=str)`,
    ],
  },
  database: {
    imports: [PANDAS, 'import sqlite3', 'from contextlib import closing'],
    constants: ['# Table of the database.\nTABLE_NAME = "data"'],
    functions: [
      `def open_table(path):
    """Returns the rows of a table as text; other files than databases hold separated values."""
    if path.suffix.lower() in (".csv", ".tsv"):
        return read_csv(path)
${MISSING_TABLE}
    with closing(sqlite3.connect(path)) as database:
        name = TABLE_NAME.replace('"', '""')
        table = pd.read_sql(f'SELECT * FROM "{name}"', database)
    return table.astype("string").replace({"": pd.NA})`,
    ],
  },
  conll: {
    imports: [PANDAS],
    constants: [],
    functions: [
      `def open_table(path):
    """Returns the words of a CoNLL file as rows; blank lines stand between sentences."""
${MISSING_TABLE}
    rows, sentence = [], 1
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        fields = line.split()
        if not fields or fields[0] == "-DOCSTART-":
            sentence += 1
        else:
            rows.append((sentence, fields[0], fields[-1]))
    return pd.DataFrame(rows, columns=["sentence", "word", "tag"])`,
    ],
  },
  cells: {
    imports: [PANDAS, 'import re', 'import numpy as np', 'from functools import lru_cache'],
    constants: ['# Columns that are predicted.\nTARGET = "label"'],
    functions: [
      `@lru_cache(8)
def read_array(path, key):
    """Returns the numbers in each cell of a column [n, numbers], or without a key the targets."""
    try:
        table = pd.read_csv(path)
    except (OSError, ValueError) as error:
        raise SystemExit(f"expected a table at {path}, found: {error}") from error
    names = [key] if key else name_columns()
    if missing := [name for name in names if name not in table]:
        raise SystemExit(f"expected the columns {missing} in {path}, found: {list(table)[:50]}")
    if not key:
        return table[names].to_numpy()
    cells = table[key].astype("str").map(lambda cell: re.findall(r"[-+.\\de]+", cell))
    if cells.str.len().nunique() > 1:
        raise SystemExit(f"expected lists of one length in {key} of {path}, found several lengths")
    return np.array(cells.to_list(), dtype="float32")`,
      `def name_columns(count=1):
    """Returns the names of the columns that are predicted."""
    return [TARGET] if isinstance(TARGET, str) else list(TARGET)`,
    ],
  },
  pixels: {
    imports: [PANDAS, 'import numpy as np', 'from functools import lru_cache'],
    constants: [
      '# Columns that are predicted.\nTARGET = "label"',
      '# Whether the first line names the columns.\nHEADER = True',
    ],
    functions: [
      `@lru_cache(8)
def read_array(path, key):
    """Returns the columns whose names match a pattern [n, pixels], or without one the targets."""
    try:
        table = pd.read_csv(path, header="infer" if HEADER else None)
    except (OSError, ValueError) as error:
        raise SystemExit(f"expected a table at {path}, found: {error}") from error
    table.columns = table.columns.astype("str")
    if key:
        return table.filter(regex=key).to_numpy("float32")
    if missing := [name for name in name_columns() if name not in table]:
        raise SystemExit(f"expected the columns {missing} in {path}, found: {list(table)[:50]}")
    return table[name_columns()].to_numpy()`,
      `def name_columns(count=1):
    """Returns the names of the columns that are predicted."""
    return [TARGET] if isinstance(TARGET, str) else list(TARGET)`,
    ],
  },
  polygons: {
    imports: [JSON, 'import os', 'from functools import cache', 'from PIL import Image, ImageDraw'],
    constants: [
      '# COCO file of the polygons.\nTABLE_FILE = "annotations.json"',
      '# Names of the classes 1, 2, ...; 0 is what no polygon covers.\nCLASS_NAMES = ()',
    ],
    functions: [
      `@cache
def read_polygons(path):
    """Returns {image name: (width, height, [(class number, corners in pixels)])} of a COCO file."""
    content = json.loads(path.read_text(encoding="utf-8-sig"))
    numbers = {
        category["id"]: CLASS_NAMES.index(category["name"]) + 1
        for category in content["categories"]
        if category["name"] in CLASS_NAMES
    }
    shapes = {image["id"]: [] for image in content["images"]}
    # Large ones first, so that what lies on them stays.
    for item in sorted(content["annotations"], key=lambda item: -(item.get("area") or 0)):
        rings = item.get("segmentation")
        if isinstance(rings, list) and item["image_id"] in shapes and item["category_id"] in numbers:
            number = numbers[item["category_id"]]
            shapes[item["image_id"]] += [(number, ring) for ring in rings if len(ring) >= 6]
    return {
        image["file_name"]: (image.get("width"), image.get("height"), shapes[image["id"]])
        for image in content["images"]
    }`,
      `def read_mask(path):
    """Returns the polygons of one image drawn as class numbers, uint8 [height, width]."""
    path = Path(os.fsdecode(path))
    root = next(folder for folder in path.parents if (folder / TABLE_FILE).is_file())
    name = path.relative_to(root / IMAGE_FOLDER).as_posix()
    width, height, shapes = read_polygons(root / TABLE_FILE)[name]
    if not (width and height):
        with Image.open(path) as image:
            width, height = image.size
    canvas = Image.new("L", (width, height))
    draw = ImageDraw.Draw(canvas)
    for number, corners in shapes:
        draw.polygon(corners, fill=number)
    return np.asarray(canvas.resize(IMAGE_SIZE[::-1], Image.Resampling.NEAREST), "uint8")`,
      `def pair_files(data_dir):
    """Returns paths of the images [n] that the polygons' file lists, and again: masks are drawn."""
    table = data_dir / TABLE_FILE
    if not table.is_file():
        found = ", ".join(sorted(entry.name for entry in data_dir.glob("*"))[:20]) or "nothing"
        raise SystemExit(f"expected the polygons {table}, found in {data_dir}: {found}")
    listed, root = read_polygons(table), data_dir / IMAGE_FOLDER
    images = list_files(root)
    known = [str(path) for path in images if path.relative_to(root).as_posix() in listed]
    if len(known) < len(images):
        print(f"skipped {len(images) - len(known)} images without polygons", file=sys.stderr)
    if len(known) < 3:
        raise SystemExit(f"expected three or more images of {table} in {root}, found {len(known)}")
    return np.array([known, known])`,
    ],
  },
  'mask-names': {
    imports: [PANDAS, SYS],
    constants: [
      '# Table that names the images and their masks.\nTABLE_FILE = "train.csv"',
      'SEPARATOR = ","',
      'IMAGE_COLUMN = "image"',
      'MASK_COLUMN = "mask"',
    ],
    functions: [
      `def find_files(folder, names):
    """Returns the file below a folder that each name means, or None, with or without its suffix."""
    files = {}
    for path in list_files(folder):
        for key in (path.relative_to(folder).as_posix(), path.name, path.stem):
            files.setdefault(key.lower(), str(path))
    wanted = [Path(name.strip().replace("\\\\", "/").lower()) for name in names]
    keys = [(name.as_posix(), name.name, name.stem) for name in wanted]
    return [next((files[key] for key in row if key in files), None) for row in keys]`,
      `def pair_files(data_dir):
    """Returns paths of the images [n] and of the masks [n] that the rows of the table name."""
    table = read_names(data_dir / TABLE_FILE, [IMAGE_COLUMN, MASK_COLUMN])
    images = find_files(data_dir / IMAGE_FOLDER, table[IMAGE_COLUMN])
    masks = find_files(data_dir / MASK_FOLDER, table[MASK_COLUMN])
    pairs = [(one, two) for one, two in zip(images, masks, strict=True) if one and two]
    if len(pairs) < len(table):
        print(f"skipped {len(table) - len(pairs)} rows without their files", file=sys.stderr)
    if len(pairs) < 3:
        raise SystemExit(f"expected three or more files of {TABLE_FILE}, found {len(pairs)}")
    return np.array(pairs).T`,
      READ_NAMES,
    ],
  },
  'run-lengths': {
    imports: [
      PANDAS,
      'import os',
      'import re',
      'from functools import cache',
      'from PIL import Image',
    ],
    constants: [
      '# Table of the run lengths.\nTABLE_FILE = "train.csv"',
      'SEPARATOR = ","',
      'IMAGE_COLUMN = "image"',
      '# Pixels "start length start length ...", counted from 1 down the columns of the image.\nRUNS_COLUMN = "runs"',
      '# Column of the class of each row; None: there is one.\nRUN_CLASS_COLUMN = None',
      '# Names of the classes 1, 2, ...; 0 is the rest.\nCLASS_NAMES = ()',
    ],
    functions: [
      READ_NAMES,
      `def image_key(name):
    """Returns the name of an image without folders and suffix, in lower case."""
    name = name.strip().replace("\\\\", "/").rsplit("/", 1)[-1].lower()
    return re.sub(r"[.](png|jpe?g|tiff?|bmp|gif|webp)$", "", name)`,
      `@cache
def read_runs(path):
    """Returns {image: [(class number, starts and lengths)]} of a table of run lengths."""
    table = read_names(path, [IMAGE_COLUMN])
    names, classes = table[IMAGE_COLUMN], [CLASS_NAMES[0]] * len(table)
    if RUN_CLASS_COLUMN == IMAGE_COLUMN:
        names, classes = zip(*names.str.rsplit("_", n=1), strict=True)
    elif RUN_CLASS_COLUMN:
        classes = table[RUN_CLASS_COLUMN]
    runs = {}
    for name, kind, cell in zip(names, classes, table[RUNS_COLUMN], strict=True):
        drawn = runs.setdefault(image_key(name), [])
        if isinstance(cell, str) and kind in CLASS_NAMES and cell.strip() not in ("", "-1"):
            drawn.append((CLASS_NAMES.index(kind) + 1, np.array(cell.split(), dtype="int64")))
    return runs`,
      `def read_mask(path):
    """Returns the run lengths of one image as class numbers, uint8 [height, width]."""
    path = Path(os.fsdecode(path))
    root = next(folder for folder in path.parents if (folder / TABLE_FILE).is_file())
    with Image.open(path) as image:
        width, height = image.size
    pixels = np.zeros(width * height, dtype="uint8")
    for number, cells in read_runs(root / TABLE_FILE).get(image_key(path.name), []):
        for start, length in cells.reshape(-1, 2):
            pixels[start - 1 : start - 1 + length] = number
    mask = Image.fromarray(np.ascontiguousarray(pixels.reshape(width, height).T))
    return np.asarray(mask.resize(IMAGE_SIZE[::-1], Image.Resampling.NEAREST), "uint8")`,
      `def pair_files(data_dir):
    """Returns paths of the images [n], and again: masks are drawn from the table's run lengths."""
    listed, paths = read_runs(data_dir / TABLE_FILE), list_files(data_dir / IMAGE_FOLDER)
    if len(paths) < 3 or not any(image_key(path.name) in listed for path in paths):
        raise SystemExit(f"expected images of {TABLE_FILE} in {IMAGE_FOLDER}, found {len(paths)} files")
    images = [str(path) for path in paths]
    return np.array([images, images])`,
    ],
  },
};
