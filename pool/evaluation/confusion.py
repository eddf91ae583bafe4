"""Gives report_classes: precision, recall and confusion of classes. Needs save_figure."""

# %% Imports
import numpy as np
from sklearn import metrics


# %% Evaluation
def report_classes(numbers, predicted, class_names, output_dir):
    """Prints precision and recall of each class and saves the confusion matrix as class shares."""
    truth, found = (np.array(class_names)[part] for part in (numbers, predicted))
    print(metrics.classification_report(truth, found, zero_division=0))
    display = metrics.ConfusionMatrixDisplay.from_predictions(
        truth, found, normalize="true", cmap="Blues", xticks_rotation="vertical", colorbar=False
    )
    display.figure_.set_size_inches([max(5, 0.4 * len(class_names))] * 2)
    save_figure(display.figure_, output_dir, "confusion")
