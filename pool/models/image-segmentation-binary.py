"""A U-Net of images for objects and background. Needs build_features, as of models/unet."""

# %% Imports
import keras
from keras import layers


# %% Model
@keras.saving.register_keras_serializable(package="project")
def bce_dice_loss(targets, scores):
    """Returns cross-entropy plus Dice loss of masks [n, height, width, 1]."""
    shared = keras.ops.sum(targets * scores, axis=(1, 2, 3))
    total = keras.ops.sum(targets + scores, axis=(1, 2, 3))
    dice = (2 * shared + 1) / (total + 1)
    pixels = keras.ops.mean(keras.ops.binary_crossentropy(targets, scores), axis=(1, 2, 3))
    return pixels + 1 - dice


def build_model(class_count=CLASS_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled network: images 0-255 -> object scores 0-1 [n, height, width, 1]."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = layers.Rescaling(1 / 255)(inputs)
    features = build_features(features)
    # One output tells objects from background.
    outputs = layers.Conv2D(class_count - 1, 1, activation="sigmoid")(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss=bce_dice_loss,
        metrics=[keras.metrics.BinaryIoU(target_class_ids=(1,), name="object_iou")],
    )
    return model
