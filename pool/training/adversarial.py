"""Trains two networks against each other: fit_network, plot_curves.

Instead of training/fit and training/plain.
"""

# %% Imports
import keras
import matplotlib.pyplot as plt
import numpy as np

# %% Configuration
# Epochs without nearer images before training stops; adversarial training is far from steady.
PATIENCE = 60
# Epochs between two pictures of what the same noise becomes.
GRID_EPOCHS = 10


# %% Training
class NoiseGrid(keras.callbacks.Callback):
    """Saves what the same noise and classes become, every few epochs."""

    def __init__(self, output_dir, class_names):
        super().__init__()
        self.output_dir = output_dir
        self.numbers = np.arange(9) % len(class_names)
        self.titles = [class_names[number] for number in self.numbers]

    def on_epoch_end(self, epoch, logs=None):
        """Saves nine images after the first and every GRID_EPOCHS-th epoch."""
        if epoch % GRID_EPOCHS == 0:
            images = generate(self.model, self.numbers)
            show_grid(images, self.titles, self.output_dir, f"epoch_{epoch + 1:04d}")


def make_callbacks(output_dir, class_names):
    """Returns callbacks that keep the weights with the nearest images, picture and log epochs."""
    return [
        keras.callbacks.ModelCheckpoint(
            output_dir / "model.keras", monitor="val_distance", mode="min", save_best_only=True
        ),
        keras.callbacks.EarlyStopping(
            monitor="val_distance", mode="min", patience=PATIENCE, restore_best_weights=True
        ),
        keras.callbacks.CSVLogger(output_dir / "history.csv"),
        keras.callbacks.TerminateOnNaN(),
        NoiseGrid(output_dir, class_names),
    ]


def fit_network(model, data, epochs, output_dir):
    """Fits both networks to train, returns their History."""
    callbacks = make_callbacks(output_dir, data.state["class_names"])
    # The dataset shuffles itself.
    options = {"epochs": epochs, "shuffle": False, "verbose": 2, "callbacks": callbacks}
    history = model.fit(data.train, validation_data=data.validation, **options)
    return history


def plot_curves(history, output_dir):
    """Saves both losses and the distance of generated from validation images, by epoch."""
    curves = history.history
    figure, axes = plt.subplots(1, 2, figsize=(10, 4))
    for name in ("generator_loss", "discriminator_loss"):
        axes[0].plot(curves[name], label=name)
    axes[0].set(title="losses on train", xlabel="epoch")
    axes[0].legend()
    axes[1].plot(curves["val_distance"])
    axes[1].set(title="distance from validation images", xlabel="epoch", ylabel="grey levels")
    save_figure(figure, output_dir, "curves")
