"""Gives report_classes: precision, recall and confusion of classes. Needs save_figure."""

# %% Imports
from sklearn import metrics


# %% Evaluation
def report_classes(truth, found, output_dir):
    """Prints precision and recall of each class, saves confusion as class shares; takes names."""
    print(metrics.classification_report(truth, found, zero_division=0))
    options = {"normalize": "true", "cmap": "Blues", "xticks_rotation": "vertical"}
    display = metrics.ConfusionMatrixDisplay.from_predictions(truth, found, **options)
    display.figure_.set_size_inches([max(6, 0.4 * len(display.display_labels))] * 2)
    save_figure(display.figure_, output_dir, "confusion")
