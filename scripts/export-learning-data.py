"""Writes real data sets that ship inside Python packages as the files people have: export-learning-data.py FOLDER.

A folder NAME/data per data set; nothing is downloaded. The packages are not imported, their files are read.
"""

import importlib.util
import io
import re
import sys
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
from PIL import Image
from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits, load_wine


def find(package, *parts):
    """Returns the path of a file of an installed package."""
    return Path(importlib.util.find_spec(package).submodule_search_locations[0]).joinpath(*parts)


def bundled(load, target):
    """Returns a table of scikit-learn, classes by their names."""
    data = load(as_frame=True)
    names = getattr(data, "target_names", None)
    values = data.target if names is None else [names[number] for number in data.target]
    return data.data.assign(**{target: values})


def islp(name):
    """Returns a table of the package of An Introduction to Statistical Learning."""
    return pd.read_csv(find("ISLP", "data", f"{name}.csv"), keep_default_na=False, dtype=str)


def plain(package, *parts, **options):
    """Returns a CSV of a package as it is."""
    return pd.read_csv(find(package, *parts), keep_default_na=False, dtype=str, **options)


def boston():
    """Returns the housing table with the names that its description gives."""
    names = "CRIM ZN INDUS CHAS NOX RM AGE DIS RAD TAX PTRATIO B LSTAT MEDV".split()
    return pd.read_csv(find("mlxtend", "data", "data", "boston_housing.csv"), names=names)


def power_days():
    """Returns days of 24 hourly values and the half of the year, both parts together."""
    rows = []
    for part in ("TRAIN", "TEST"):
        file = find("sktime", "datasets", "data", "ItalyPowerDemand", f"ItalyPowerDemand_{part}.ts")
        lines = file.read_text().split("@data\n")[1].split()
        rows += [re.split("[,:]", line) for line in lines]
    names = [f"hour_{hour:02}" for hour in range(24)]
    table = pd.DataFrame(rows, columns=[*names, "season"])
    return table.assign(season=table["season"].map({"1": "winter", "2": "summer"}))


def first_names():
    """Returns 6,000 first names that are given to men only or to women only."""
    lines = find("gender_guesser", "data", "nam_dict.txt").read_text(encoding="utf-8").splitlines()
    words = [line.split()[:2] for line in lines if line[:2] in ("M ", "F ")]
    table = pd.DataFrame(words, columns=["gender", "name"])
    table = table[~table["name"].str.contains("+", regex=False)].drop_duplicates("name")
    table = table.assign(gender=table["gender"].map({"M": "male", "F": "female"}))
    return table[["name", "gender"]].sample(6000, random_state=0)


def jokes():
    """Returns jokes of programmers with the language they are told in."""
    rows = []
    for file in sorted(find("pyjokes").glob("jokes_*.py")):
        names = {}
        exec(compile(file.read_text(encoding="utf-8"), file.name, "exec"), names)
        told = {joke for value in names.values() if isinstance(value, list) for joke in value}
        rows += [(joke, file.stem[-2:]) for joke in sorted(told)]
    return pd.DataFrame(rows, columns=["joke", "language"])


def zipped(package, *parts):
    """Returns the largest CSV inside a zip file of a package."""
    with zipfile.ZipFile(find(package, *parts)) as archive:
        table = max(archive.infolist(), key=lambda file: file.file_size)
        return pd.read_csv(io.BytesIO(archive.read(table)), keep_default_na=False, dtype=str)


def series_copy(name, file):
    """Returns a series of sktime as it is, its nameless first column called date."""
    table = plain("sktime", "datasets", "data", name, file)
    return table.rename(columns={"Unnamed: 0": "date"})


def pixels():
    """Returns 2,000 handwritten digits of 28 x 28 pixels, a row each, the digit first."""
    table = pd.read_csv(find("mlxtend", "data", "data", "mnist_5k.csv.gz"), header=None)
    label = table.pop(784)
    table.columns = [f"pixel{number}" for number in range(784)]
    table.insert(0, "label", label)
    return table.astype(int).sample(2000, random_state=0)


STATSMODELS = ("statsmodels", "datasets")
VEGA = ("vega_datasets", "_data")
TABLES = {
    "penguins": lambda: plain("palmerpenguins", "data", "penguins.csv"),
    "wine": lambda: bundled(load_wine, "cultivar"),
    "breast-cancer": lambda: bundled(load_breast_cancer, "diagnosis"),
    "default": lambda: islp("Default"),
    "orange-juice": lambda: islp("OJ"),
    "phishing": lambda: plain("river", "datasets", "phishing.csv.gz"),
    "segments": lambda: zipped("river", "datasets", "segment.csv.zip"),
    "hearts": lambda: zipped("sklego", "data", "hearts.zip"),
    "colleges": lambda: islp("College"),
    "power-days": power_days,
    "diabetes": lambda: bundled(load_diabetes, "progression"),
    "tips": lambda: plain("plotly", "package_data", "datasets", "tips.csv.gz"),
    "houses": boston,
    "baseball": lambda: islp("Hitters"),
    "car-seats": lambda: islp("Carseats"),
    "bikes": lambda: islp("Bikeshare"),
    "life": lambda: plain("gapminder", "gapminder.csv"),
    "abalone": lambda: zipped("sklego", "data", "abalone.zip"),
    "airline": lambda: series_copy("Airline", "Airline.csv"),
    "weather": lambda: plain(*VEGA, "seattle-weather.csv"),
    "sunspots": lambda: plain(*STATSMODELS, "sunspots", "sunspots.csv"),
    "road-deaths": lambda: series_copy("seatbelts", "seatbelts.csv"),
    "sea": lambda: plain(*STATSMODELS, "elnino", "elnino.csv"),
    "employment": lambda: plain(*VEGA, "us-employment.csv"),
    "stocks": lambda: plain(*VEGA, "stocks.csv"),
    "electricity": lambda: plain(*VEGA, "iowa-electricity.csv"),
    "names": first_names,
    "jokes": jokes,
    "pixels": pixels,
}


def write_cars(folder):
    """Copies a JSON array of cars."""
    (folder / "cars.json").write_bytes(find(*VEGA, "cars.json").read_bytes())


def write_digits(folder):
    """Writes 1,797 digit images of 8 x 8 pixels, one folder per digit."""
    digits = load_digits()
    for number, (image, digit) in enumerate(zip(digits.images, digits.target, strict=True)):
        target = folder / str(digit)
        target.mkdir(parents=True, exist_ok=True)
        Image.fromarray((image * 255 / 16).astype("uint8")).save(target / f"{number:04}.png")


def write_named_digits(folder):
    """Writes 1,000 handwritten digits of 28 x 28 pixels, the digit in the name of each file."""
    table = pixels().head(1000)
    for number, (label, *values) in enumerate(table.to_numpy()):
        image = np.asarray(values, "uint8").reshape(28, 28)
        Image.fromarray(image).save(folder / f"{label}_{number:04}.png")


FOLDERS = {"cars": write_cars, "digits": write_digits, "named-digits": write_named_digits}


def main(root):
    """Writes every data set below root."""
    for name, make in TABLES.items():
        (root / name / "data").mkdir(parents=True)
        make().to_csv(root / name / "data" / f"{name}.csv", index=False)
    for name, write in FOLDERS.items():
        (root / name / "data").mkdir(parents=True)
        write(root / name / "data")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
