"""Reads how long the training took, which train_model writes into config.json."""

# %% Imports
import json


# %% Evaluation
def read_training_seconds(output_dir):
    """Returns the seconds of the training; None where another program trained the model."""
    path = output_dir / "config.json"
    return json.loads(path.read_text()).get("training_seconds") if path.is_file() else None
