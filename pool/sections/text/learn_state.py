"""What 5 programs share: learn_state."""


# %% Imports
import numpy as np


# %% Preprocessing
def learn_state(splits):
    """Returns class names, vocabulary and their sizes; the vocabulary is learnt from train only."""
    labels = np.concatenate([labels for _, labels in splits.values()])
    class_names = [str(name) for name in np.unique(labels)]
    vocabulary = learn_vocabulary(splits["train"][0])
    sizes = {"class_count": len(class_names), "vocabulary_size": len(vocabulary)}
    return {"class_names": class_names, "vocabulary": vocabulary, "sizes": sizes}
