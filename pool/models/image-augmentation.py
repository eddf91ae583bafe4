"""What the program image-augmentation alone has."""


# %% Imports
from keras import layers
import keras
import math
import tensorflow as tf


# %% Configuration
# Largest random changes; the turn is a share of a full circle.
TURN = 0.05
ZOOM = 0.1
SHIFT = 0.1
CONTRAST = 0.2


# %% Preprocessing
def make_augmentation():
    """Returns random changes that keep the class, for batches of images 0-255."""
    return keras.Sequential(
        [
            layers.RandomFlip("horizontal"),
            layers.RandomRotation(TURN),
            layers.RandomZoom(ZOOM),
            layers.RandomTranslation(SHIFT, SHIFT),
            layers.RandomContrast(CONTRAST),
        ],
        name="augmentation",
    )


def make_dataset(paths, numbers, batch_size, training=False):
    """Returns batches of (images 0-255 [n, height, width, channels], targets)."""
    dataset = tf.data.Dataset.from_tensor_slices((paths, encode_labels(numbers)))
    dataset = dataset.map(load_item, num_parallel_calls=tf.data.AUTOTUNE)
    if len(paths) * math.prod(IMAGE_SIZE) * CHANNELS <= CACHE_BYTES:
        dataset = dataset.cache()
    if training:
        dataset = dataset.shuffle(SHUFFLE_BUFFER, seed=SEED)
    dataset = dataset.batch(batch_size)
    if training:  # after the cache, so that each epoch sees other changes
        augmentation = make_augmentation()
        dataset = dataset.map(
            lambda images, targets: (augmentation(images, training=True), targets),
            num_parallel_calls=tf.data.AUTOTUNE,
        )
    return dataset.prefetch(tf.data.AUTOTUNE)


# %% Model
def build_model(class_count=CLASS_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled network: images [n, height, width, channels] 0-255 -> classes [n, k]."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = layers.Rescaling(1 / 255)(inputs)
    features = layers.Conv2D(32, (3, 3), padding="same", activation="relu")(features)
    features = layers.MaxPooling2D((2, 2))(features)
    features = layers.Conv2D(64, (3, 3), padding="same", activation="relu")(features)
    features = layers.MaxPooling2D((2, 2))(features)
    features = layers.Conv2D(128, (3, 3), padding="same", activation="relu")(features)
    features = layers.MaxPooling2D((2, 2))(features)
    features = layers.GlobalAveragePooling2D()(features)
    features = layers.Dense(128, activation="relu")(features)
    features = layers.Dropout(0.4)(features)
    outputs = layers.Dense(class_count, activation="softmax")(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model
