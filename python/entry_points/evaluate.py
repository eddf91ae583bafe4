import argparse
from pathlib import Path


def main():
    """Scores the trained model on the test split, beside its baselines."""
    parser = argparse.ArgumentParser(description="Scores the trained model on the test split.")
    parser.add_argument("--data-dir", type=Path, default=Path("data"), help="folder with the data")
    parser.add_argument("--output-dir", type=Path, default=Path("artifacts"), help="of training")
    parser.add_argument("--limit", type=int, default=None, help="most items per split")
    evaluate_model(**vars(parser.parse_args()))
