import argparse
from pathlib import Path

import keras
import tensorflow as tf


def parse_arguments():
    """Reads the command line; the defaults are the plan's."""
    parser = argparse.ArgumentParser(description="Trains the model and saves its best weights.")
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
    """Trains the model as the command line says."""
    arguments = parse_arguments()
    keras.utils.set_random_seed(arguments.seed)
    if arguments.deterministic:
        tf.config.experimental.enable_op_determinism()
    train_model(
        arguments.data_dir,
        arguments.output_dir,
        epochs=arguments.epochs,
        batch_size=arguments.batch_size,
        learning_rate=arguments.learning_rate,
        limit=arguments.limit,
    )
