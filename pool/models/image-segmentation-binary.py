"""What the program image-segmentation-binary alone has."""


# %% Imports
from keras import layers
import keras
import numpy as np
import tensorflow as tf


# %% Data
def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    splits = split_files(data_dir, limit)
    state = state or {"mask_values": list(MASK_VALUES), "sizes": {}}
    train = make_dataset(*splits["train"], batch_size, training=True)
    validation = make_dataset(*splits["validation"], batch_size)
    test = make_dataset(*splits["test"], batch_size)
    return Prepared(train, validation, test, state)


# %% Preprocessing
def encode_masks(masks):
    """Returns training targets [n, height, width, 1] for class numbers [n, height, width]."""
    return tf.cast(masks, tf.float32)[..., None]


def mask_numbers(targets):
    """Returns class numbers [n, height, width] for training targets."""
    return np.asarray(targets)[..., 0].astype("int32")


# %% Model
@keras.saving.register_keras_serializable(package="project")
def bce_dice_loss(targets, scores):
    """Returns cross-entropy plus Dice loss of masks [n, height, width, 1]."""
    shared = keras.ops.sum(targets * scores, axis=(1, 2, 3))
    total = keras.ops.sum(targets + scores, axis=(1, 2, 3))
    dice = (2 * shared + 1) / (total + 1)
    pixels = keras.ops.mean(keras.ops.binary_crossentropy(targets, scores), axis=(1, 2, 3))
    return pixels + 1 - dice


def build_model(learning_rate=LEARNING_RATE):
    """Returns the compiled network: images 0-255 -> object scores 0-1 [n, height, width, 1]."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = build_unet(inputs)
    outputs = layers.Conv2D(1, 1, activation="sigmoid")(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss=bce_dice_loss,
        metrics=[keras.metrics.BinaryIoU(target_class_ids=(1,), name="object_iou")],
    )
    return model


# %% Evaluation
def predicted_numbers(scores):
    """Returns class numbers [n, height, width] for model outputs [n, height, width, 1]."""
    return (np.asarray(scores)[..., 0] > 0.5).astype("int32")
