"""The run that trains: train_model, which writes model, state, history and configuration.

Needs prepare, build_model, fit_network, plot_curves.
"""

# %% Imports
import json

import keras


# %% Training
def train_model(
    data_dir,
    output_dir,
    epochs=EPOCHS,
    batch_size=BATCH_SIZE,
    learning_rate=LEARNING_RATE,
    limit=None,
    seed=SEED,
):
    """Trains, writes model, state, history, configuration and curves, returns the history."""
    keras.utils.set_random_seed(seed)
    output_dir.mkdir(parents=True, exist_ok=True)
    data = prepare(data_dir, batch_size, limit)
    model = build_model(**data.state["sizes"], learning_rate=learning_rate)
    history = fit_network(model, data, epochs, output_dir)
    (output_dir / "preprocessing.json").write_text(json.dumps(data.state, indent=2))
    config = {"epochs": epochs, "batch_size": batch_size, "learning_rate": learning_rate}
    config |= {"limit": limit, "seed": seed, "keras": keras.__version__}
    (output_dir / "config.json").write_text(json.dumps(config, indent=2))
    plot_curves(history, output_dir)
    return history.history
