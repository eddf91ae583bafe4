import argparse
from pathlib import Path


def main():
    """Shows the layers of the model, with the sizes that the data give."""
    parser = argparse.ArgumentParser(description="Shows the layers of the model.")
    parser.add_argument(
        "--data-dir", type=Path, default=None, help="take the sizes from these data"
    )
    arguments = parser.parse_args()
    sizes = prepare(arguments.data_dir).state["sizes"] if arguments.data_dir else {}
    build_model(**sizes).summary()
