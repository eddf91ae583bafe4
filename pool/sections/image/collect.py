"""What 3 programs share: collect."""


# %% Imports
import numpy as np


# %% Evaluation
def collect(model, dataset):
    """Returns images, targets and model outputs of a dataset; one pass keeps them aligned."""
    images, targets, scores = [], [], []
    for batch, batch_targets in dataset:
        images.append(batch.numpy().astype("uint8"))
        targets.append(batch_targets.numpy())
        scores.append(model.predict_on_batch(batch))
    return np.concatenate(images), np.concatenate(targets), np.concatenate(scores)
