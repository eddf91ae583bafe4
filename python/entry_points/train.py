import argparse
from pathlib import Path

import tensorflow as tf


def main():
    """Trains the model and saves its best weights, as the command line says."""
    parser = argparse.ArgumentParser(description="Trains the model and saves its best weights.")
    parser.add_argument("--data-dir", type=Path, default=Path("data"), help="folder with the data")
    parser.add_argument("--output-dir", type=Path, default=Path("artifacts"), help="for results")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--batch-size", type=int, default=BATCH_SIZE)
    parser.add_argument("--learning-rate", type=float, default=LEARNING_RATE)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--limit", type=int, default=None, help="most items per split")
    parser.add_argument("--deterministic", action="store_true", help="same weights each run, slow")
    options = vars(parser.parse_args())
    if options.pop("deterministic"):
        tf.config.experimental.enable_op_determinism()
    train_model(**options)
