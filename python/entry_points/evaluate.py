import argparse
from pathlib import Path

import keras


def main():
    """Scores the trained model on the test split, beside its baselines."""
    parser = argparse.ArgumentParser(description="Scores the trained model on the test split.")
    parser.add_argument("--data-dir", type=Path, default=Path("data"), help="folder with the data")
    parser.add_argument(
        "--output-dir", type=Path, default=Path("artifacts"), help="where training wrote"
    )
    parser.add_argument("--limit", type=int, default=None, help="most items per split")
    arguments = parser.parse_args()
    keras.utils.set_random_seed(SEED)
    evaluate_model(arguments.data_dir, arguments.output_dir, limit=arguments.limit)
