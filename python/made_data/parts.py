"""Made data of a declared kind, in a folder for each part where the data have such."""

import importlib

FOLDERS = ("TRAIN_FOLDER", "VALIDATION_FOLDER", "TEST_FOLDER")


def make_parts(folder, made):
    """Writes `made["count"]` items of the kind, of the target and with the facts of `made`."""
    kind, facts = made["kind"], made["facts"]
    maker = importlib.import_module(f"made_data.{kind.replace('-', '_')}")
    named = [facts[name] for name in FOLDERS if facts.get(name)]
    for part in [""] if kind == "image-split-folders" else named or [""]:
        (folder / part).mkdir(parents=True, exist_ok=True)
        maker.make_data(folder / part, facts, made["target"], made["count"])
