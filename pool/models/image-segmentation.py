"""What the program image-segmentation alone has."""


# %% Imports
from keras import layers
import keras
import numpy as np
import tensorflow as tf


# %% Data
def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    splits = split_files(data_dir, limit)
    state = state or {"mask_values": list(MASK_VALUES), "sizes": {"class_count": CLASS_COUNT}}
    train = make_dataset(*splits["train"], batch_size, training=True)
    validation = make_dataset(*splits["validation"], batch_size)
    test = make_dataset(*splits["test"], batch_size)
    return Prepared(train, validation, test, state)


# %% Preprocessing
def encode_masks(masks):
    """Returns training targets [n, height, width] for class numbers [n, height, width]."""
    return tf.cast(masks, tf.int32)


def mask_numbers(targets):
    """Returns class numbers [n, height, width] for training targets."""
    return np.asarray(targets, dtype="int32")


# %% Model
def build_model(class_count=CLASS_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled network: images 0-255 -> class of each pixel [n, height, width, k]."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = build_unet(inputs)
    outputs = layers.Conv2D(class_count, 1, activation="softmax")(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy", keras.metrics.MeanIoU(class_count, sparse_y_pred=False)],
    )
    return model


# %% Evaluation
def predicted_numbers(scores):
    """Returns class numbers [n, height, width] for model outputs [n, height, width, k]."""
    return np.argmax(scores, axis=-1)
