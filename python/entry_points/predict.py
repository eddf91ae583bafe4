import argparse
from pathlib import Path


def main():
    """Predicts new items with the trained model."""
    parser = argparse.ArgumentParser(description="Predicts new items with the trained model.")
    parser.add_argument("--input", type=Path, default=None, help="default: an example of the data")
    parser.add_argument("--output", type=Path, default=None, help="default: beside the model")
    parser.add_argument("--data-dir", type=Path, default=Path("data"), help="has the example")
    parser.add_argument("--output-dir", type=Path, default=Path("artifacts"), help="of training")
    arguments = parser.parse_args()
    input_path = arguments.input or example_input(arguments.data_dir)
    output_path = arguments.output or arguments.output_dir / "predictions.csv"
    print("predictions:", predict_items(input_path, arguments.output_dir, output_path))
