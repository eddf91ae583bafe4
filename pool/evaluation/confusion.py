"""Gives report_classes: precision, recall and confusion of classes. Needs save_figure."""

# %% Imports
from sklearn import metrics


# %% Evaluation
def report_classes(true_names, found_names, output_dir):
    """Prints precision and recall of each class; saves the confusion matrix as class shares."""
    print(metrics.classification_report(true_names, found_names, zero_division=0))
    options = {"normalize": "true", "cmap": "Blues", "xticks_rotation": "vertical"}
    display = metrics.ConfusionMatrixDisplay.from_predictions(true_names, found_names, **options)
    display.figure_.set_size_inches([max(6, 0.4 * len(display.display_labels))] * 2)
    save_figure(display.figure_, output_dir, "confusion")
