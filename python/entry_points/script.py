import argparse
from pathlib import Path

import keras
import tensorflow as tf


def parse_arguments():
    """Reads the command line; the defaults are the plan's."""
    parser = argparse.ArgumentParser(description="Explores, trains, evaluates and predicts.")
    parser.add_argument("--data-dir", type=Path, default=Path("data"), help="folder with the data")
    parser.add_argument(
        "--output-dir", type=Path, default=Path("artifacts"), help="results go here"
    )
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--batch-size", type=int, default=BATCH_SIZE)
    parser.add_argument("--learning-rate", type=float, default=LEARNING_RATE)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--limit", type=int, default=None, help="most items per split")
    parser.add_argument("--deterministic", action="store_true", help="same weights each run, slow")
    return parser.parse_args()


def main():
    """Runs the whole program: explore, train, evaluate, predict one example."""
    arguments = parse_arguments()
    data_dir, output_dir = arguments.data_dir, arguments.output_dir
    keras.utils.set_random_seed(arguments.seed)
    if arguments.deterministic:
        tf.config.experimental.enable_op_determinism()
    describe(data_dir, output_dir)
    train_model(
        data_dir,
        output_dir,
        epochs=arguments.epochs,
        batch_size=arguments.batch_size,
        learning_rate=arguments.learning_rate,
        limit=arguments.limit,
    )
    evaluate_model(data_dir, output_dir, limit=arguments.limit)
    example = example_input(data_dir)
    print("predictions:", predict_items(example, output_dir, output_dir / "predictions.csv"))
