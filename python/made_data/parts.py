"""Made data of a declared kind, in a folder for each part where the data have such."""

import importlib
import shutil

FOLDERS = ("TRAIN_FOLDER", "VALIDATION_FOLDER", "TEST_FOLDER")
PLACES = ("_FOLDER", "_FILE")


def make_parts(folder, made):
    """Writes `made["count"]` items of the kind, of the target and with the facts of `made`."""
    kind, facts = made["kind"], made["facts"]
    maker = importlib.import_module(f"made_data.{kind.replace('-', '_')}")
    if facts.get("SPLIT_FOLDERS"):
        for part in filter(None, facts["SPLIT_FOLDERS"]):
            maker.make_data(folder / part, facts, made["target"], made["count"])
            move_below(folder, part, facts)
        return
    named = [facts[name] for name in FOLDERS if facts.get(name)]
    for part in [""] if kind == "image-split-folders" else named or [""]:
        (folder / part).mkdir(parents=True, exist_ok=True)
        maker.make_data(folder / part, facts, made["target"], made["count"])


def move_below(folder, part, facts):
    """Moves what lies in the folder of a part to such a folder below each place: images/train."""
    places = [value for name, value in facts.items() if name.endswith(PLACES) and value]
    for path in [path for path in sorted((folder / part).rglob("*")) if path.is_file()]:
        inner = path.relative_to(folder / part)
        place = next((name for name in places if inner.is_relative_to(name)), ".")
        moved = folder / place / part / inner.relative_to(place)
        moved.parent.mkdir(parents=True, exist_ok=True)
        path.rename(moved)
    shutil.rmtree(folder / part)
