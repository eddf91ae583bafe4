"""Gives plot_compared: images above others that they are compared with."""

# %% Imports
import matplotlib.pyplot as plt
import numpy as np


# %% Evaluation
def plot_compared(rows, output_dir, name):
    """Saves up to eight images 0-255 of each row, {label: images}, one row above the other."""
    count = min(8, *map(len, rows.values()))
    figure, axes = plt.subplots(len(rows), count, figsize=(1.5 * count, 3.4), squeeze=False)
    for line, (label, images) in zip(axes, rows.items(), strict=True):
        line[0].set_ylabel(label)
        for axis, image in zip(line, images, strict=False):
            axis.imshow(np.squeeze(image), cmap="gray", vmin=0, vmax=255)
            axis.set(xticks=[], yticks=[])
    save_figure(figure, output_dir, name)
