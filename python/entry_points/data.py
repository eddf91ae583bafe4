import argparse
from pathlib import Path


def main():
    """Shows what the data look like."""
    parser = argparse.ArgumentParser(description="Shows what the data look like.")
    parser.add_argument("--data-dir", type=Path, default=Path("data"), help="folder with the data")
    parser.add_argument("--output-dir", type=Path, default=Path("artifacts"), help="for figures")
    describe(**vars(parser.parse_args()))
