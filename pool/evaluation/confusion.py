"""Gives report_classes: precision, recall and confusion of classes. Needs save_figure."""

# %% Imports
import matplotlib.pyplot as plt
from sklearn import metrics


# %% Evaluation
def report_classes(numbers, predicted, class_names, output_dir):
    """Prints precision and recall of each class and saves the confusion matrix as class shares."""
    every = {"labels": list(range(len(class_names)))}
    names = {"target_names": class_names, "zero_division": 0}
    print(metrics.classification_report(numbers, predicted, **every, **names))
    every |= {"display_labels": class_names, "normalize": "true", "colorbar": False}
    _, axis = plt.subplots(figsize=[max(5, 0.4 * len(class_names))] * 2)
    options = {"ax": axis, "cmap": "Blues", "xticks_rotation": "vertical"}
    metrics.ConfusionMatrixDisplay.from_predictions(numbers, predicted, **every, **options)
    save_figure(axis.figure, output_dir, "confusion")
