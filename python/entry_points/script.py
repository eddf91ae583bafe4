import argparse
from pathlib import Path

import tensorflow as tf


def main():
    """Runs the whole program: explore, train, evaluate, predict one example."""
    parser = argparse.ArgumentParser(description="Explores, trains, evaluates and predicts.")
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
    data_dir, output_dir = options["data_dir"], options["output_dir"]
    describe(data_dir, output_dir)
    train_model(**options)
    evaluate_model(data_dir, output_dir, limit=options["limit"])
    example = example_input(data_dir)
    print("predictions:", predict_items(example, output_dir, output_dir / "predictions.csv"))
