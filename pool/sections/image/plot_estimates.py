"""What 2 programs share: learn_scale, scale, restore, plot_estimates, ..."""


# %% Imports
import matplotlib.pyplot as plt
import numpy as np


# %% Preprocessing
def learn_scale(values):
    """Returns mean and spread of the train targets [n], in the table's units."""
    return {"target_mean": float(np.mean(values)), "target_scale": float(np.std(values)) or 1.0}


def scale(values, state):
    """Returns targets [n, 1] with mean 0 and spread 1 for values [n] in the table's units."""
    scaled = (np.asarray(values) - state["target_mean"]) / state["target_scale"]
    return scaled.astype("float32").reshape(-1, 1)


def restore(scaled, state):
    """Returns values [n] in the table's units for scaled targets or model outputs [n, 1]."""
    return np.asarray(scaled).reshape(-1) * state["target_scale"] + state["target_mean"]


# %% Evaluation
def plot_estimates(values, estimates, output_dir):
    """Saves estimates against true values, and the distribution of the errors."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4.5))
    left.scatter(values, estimates, s=12)
    left.axline((float(values.mean()), float(values.mean())), slope=1, color="gray")
    left.set(xlabel=f"true {TARGET}", ylabel=f"estimated {TARGET}")
    right.hist(estimates - values, bins=30)
    right.set(xlabel=f"error of {TARGET}", ylabel="images")
    save_figure(figure, output_dir, "estimates")


def plot_errors(images, values, estimates, output_dir):
    """Saves the images with the largest errors."""
    worst = np.argsort(-np.abs(estimates - values))[:9]
    titles = [f"{values[row]:.3g}, said {estimates[row]:.3g}" for row in worst]
    show_grid(images[worst], titles, output_dir, "worst")
