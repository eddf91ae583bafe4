"""Writes scikit-learn's bundled data sets as tasks with data: four CSV files and a folder of digit images."""

import sys
from pathlib import Path

from PIL import Image
from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits, load_iris, load_wine

TABLES = {
    "iris": (load_iris, "species"),
    "wine": (load_wine, "cultivar"),
    "breast_cancer": (load_breast_cancer, "diagnosis"),
    "diabetes": (load_diabetes, "progression"),
}


def write_tables(folder):
    """Writes one CSV a table, classes by their names."""
    for name, (load, target) in TABLES.items():
        data = load(as_frame=True)
        table = data.data.copy()
        names = getattr(data, "target_names", None)
        table[target] = data.target if names is None else [names[number] for number in data.target]
        (folder / name / "data").mkdir(parents=True)
        table.to_csv(folder / name / "data" / f"{name}.csv", index=False)


def write_digits(folder):
    """Writes 1,797 digit images of 8 x 8 pixels, one folder per digit."""
    digits = load_digits()
    for number, (pixels, digit) in enumerate(zip(digits.images, digits.target, strict=True)):
        target = folder / "digits" / "data" / str(digit)
        target.mkdir(parents=True, exist_ok=True)
        Image.fromarray((pixels * 255 / 16).astype("uint8")).save(target / f"{number:04}.png")


if __name__ == "__main__":
    root = Path(sys.argv[1])
    write_tables(root)
    write_digits(root)
