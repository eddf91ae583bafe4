"""What 7 programs share: plot_errors."""


# %% Imports
import numpy as np


# %% Evaluation
def plot_errors(images, numbers, scores, class_names, output_dir):
    """Saves the images whose true class got the least probability."""
    probabilities = class_scores(scores)
    predicted = predicted_numbers(scores)
    worst = np.argsort(probabilities[np.arange(len(numbers)), numbers])[:9]
    titles = [f"{class_names[numbers[row]]}, said {class_names[predicted[row]]}" for row in worst]
    show_grid(images[worst], titles, output_dir, "worst")
