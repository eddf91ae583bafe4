"""What 2 programs share: plot_residuals."""


# %% Imports
import matplotlib.pyplot as plt


# %% Evaluation
def plot_residuals(values, predicted, output_dir):
    """Saves predicted against true values and the histogram of the errors."""
    figure, axes = plt.subplots(1, 2, figsize=(10, 4.5))
    axes[0].scatter(values, predicted, s=8, alpha=0.5)
    axes[0].axline((values.mean(), values.mean()), slope=1, color="black", linewidth=1)
    axes[0].set(xlabel="true", ylabel="predicted")
    axes[1].hist(predicted - values, bins=40)
    axes[1].set(xlabel="predicted - true")
    save_figure(figure, output_dir, "residuals")
