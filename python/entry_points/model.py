import argparse
from pathlib import Path


def main():
    """Shows the layers of the model, with the sizes that the data give."""
    parser = argparse.ArgumentParser(description="Shows the layers of the model.")
    parser.add_argument("--data-dir", type=Path, default=None, help="take the sizes from here")
    data_dir = parser.parse_args().data_dir
    build_model(**(prepare(data_dir).state["sizes"] if data_dir else {})).summary()
