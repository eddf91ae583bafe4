"""What the program text-binary alone has."""


# %% Imports
from keras import layers
import keras
import numpy as np


# %% Preprocessing
def learn_state(splits):
    """Returns class names, vocabulary and their sizes; the vocabulary is learnt from train only."""
    labels = np.concatenate([labels for _, labels in splits.values()])
    class_names = [str(name) for name in np.unique(labels)]
    if len(class_names) != CLASS_COUNT:
        raise SystemExit(f"expected {CLASS_COUNT} classes, found {class_names[:20]}")
    vocabulary = learn_vocabulary(splits["train"][0])
    sizes = {"vocabulary_size": len(vocabulary)}
    return {"class_names": class_names, "vocabulary": vocabulary, "sizes": sizes}


# %% Model
def build_model(vocabulary_size=VOCABULARY_SIZE, learning_rate=LEARNING_RATE):
    """Returns the compiled network: word numbers [n, SEQUENCE_LENGTH] -> probability [n, 1]."""
    inputs = keras.Input((SEQUENCE_LENGTH,), dtype="int32")
    features = layers.Embedding(vocabulary_size, 64, mask_zero=True)(inputs)
    features = layers.Dropout(0.3)(features)
    features = layers.GRU(64)(features)
    features = layers.Dropout(0.3)(features)
    features = layers.Dense(32, activation="relu")(features)
    outputs = layers.Dense(1, activation="sigmoid")(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="binary_crossentropy",
        metrics=["accuracy"],
    )
    return model
