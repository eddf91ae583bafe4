"""Trains a compiled model with fit: train_model, make_callbacks, plot_curves.

Needs prepare and build_model, and fit_network (training/plain, weighted, ...), which calls
model.fit.
"""

# %% Imports
import keras
import pandas as pd

# %% Configuration
# Epochs without a better validation loss before training stops.
PATIENCE = 10


# %% Training
def make_callbacks(output_dir):
    """Returns callbacks that watch the validation loss, keep the best weights and log epochs."""
    return [
        keras.callbacks.ModelCheckpoint(output_dir / "model.keras", save_best_only=True),
        keras.callbacks.EarlyStopping(patience=PATIENCE, restore_best_weights=True),
        keras.callbacks.ReduceLROnPlateau(factor=0.5, patience=max(1, PATIENCE // 2)),
        keras.callbacks.CSVLogger(output_dir / "history.csv"),
        keras.callbacks.TerminateOnNaN(),
    ]


def plot_curves(history, output_dir):
    """Saves one panel per metric: train and validation by epoch."""
    curves = pd.DataFrame(history.history).rename_axis("epoch")
    pairs = [(name, f"val_{name}") for name in curves if f"val_{name}" in curves]
    save_figure(curves.plot(subplots=pairs, figsize=(7, 8))[0].figure, output_dir, "curves")
