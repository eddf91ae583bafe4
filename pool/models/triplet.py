"""A triplet network: an image is to be nearer to one of its class than to one of another class.

Schroff, Kalenichenko and Philbin (2015), FaceNet: A Unified Embedding for Face Recognition and
Clustering, arXiv:1503.03832; with triplets drawn at random.

Architecture: triplet network
Fits: image-folders for same
Uses: models/image_encoder, models/compared_codes
Loss: triplet_loss
Holes:
    ENCODER_FILTERS = Conv2D.filters*
    DROPOUT_RATE = Dropout.rate
    CODE_SIZE = Dense.units
Layers:
    Conv2D(32, (3, 3), padding='same', activation='relu')
    MaxPooling2D((2, 2), padding='same')
    Conv2D(64, (3, 3), padding='same', activation='relu')
    MaxPooling2D((2, 2), padding='same')
    Conv2D(64, (3, 3), padding='same', activation='relu')
    MaxPooling2D((2, 2), padding='same')
    GlobalAveragePooling2D()
    Dropout(0.2)
    Dense(32)
    UnitNormalization()
"""

# %% Imports
import keras
import numpy as np
import tensorflow as tf
from keras import ops

# %% Configuration
# How much nearer (codes lie 0 to 1 apart) an image of the same class has to be than another.
MARGIN = 0.2


# %% Preprocessing
def draw_triplets(targets, generator):
    """Returns rows of anchors, of images of their classes and of others, PAIRS_PER_IMAGE each."""
    numbers = targets.cat.codes.to_numpy()
    triplets = []
    for row in np.tile(generator.permutation(len(numbers)), PAIRS_PER_IMAGE):
        is_same = numbers == numbers[row]
        others = np.flatnonzero(~is_same)
        is_same[row] = False
        if is_same.any() and len(others):
            partners = np.flatnonzero(is_same)
            triplets.append((row, generator.choice(partners), generator.choice(others)))
    if not triplets:
        raise SystemExit(f"expected images of two classes in a split, found {len(numbers)} images")
    return np.array(triplets).T


def load_triplet(anchor, partner, other):
    """Reads a triplet inside a tf.data pipeline, as a pair of a class and one of two classes."""
    image = load_image(anchor)
    right = tf.stack([load_image(partner), load_image(other)])
    return {"left": tf.stack([image, image]), "right": right}, tf.constant([1.0, 0.0])


def make_dataset(items, targets, state, batch_size, training=False):
    """Returns batches of pairs, first those of one class; train draws new ones each epoch."""
    generator = np.random.default_rng(SEED)

    def draw():
        """Yields the three files of each triplet."""
        rows = draw_triplets(targets, generator if training else np.random.default_rng(SEED))
        yield from zip(*(items[part] for part in rows), strict=True)

    text = tf.TensorSpec((), tf.string)
    dataset = tf.data.Dataset.from_generator(draw, output_signature=(text, text, text))
    dataset = dataset.map(load_triplet, num_parallel_calls=tf.data.AUTOTUNE)
    count = len(draw_triplets(targets, np.random.default_rng(SEED))[0])
    dataset = dataset.apply(tf.data.experimental.assert_cardinality(count))
    # No triplet is cut in two.
    dataset = dataset.batch(max(1, batch_size // 2)).map(
        lambda images, same: (
            {side: tf.concat(tf.unstack(part, axis=1), 0) for side, part in images.items()},
            tf.concat(tf.unstack(same, axis=1), 0),
        )
    )
    return dataset.prefetch(tf.data.AUTOTUNE)


# %% Model
@keras.saving.register_keras_serializable(package="project")
def triplet_loss(same, scores):
    """Returns the loss [n / 2]: pairs of one class are to be MARGIN nearer than those of two.

    The first half of a batch are anchors with images of their class, the second with others.
    """
    partner, other = ops.split(1 - scores, 2, axis=0)
    return ops.maximum(partner - other + MARGIN, 0)


def build_model(learning_rate=LEARNING_RATE):
    """Returns the compiled network: {"left", "right"} images 0-255 -> sameness [n, 1], 0 to 1."""
    left = keras.Input((*IMAGE_SIZE, CHANNELS), name="left")
    right = keras.Input((*IMAGE_SIZE, CHANNELS), name="right")
    encoder = build_encoder()
    outputs = CodeSimilarity()([encoder(left), encoder(right)])
    model = keras.Model({"left": left, "right": right}, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss=triplet_loss,
        metrics=[keras.metrics.AUC(name="auc")],
    )
    return model
