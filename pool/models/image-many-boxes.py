"""CenterNet: convolutions that say of each cell of an image whether a box has its centre there.

Zhou, Wang and Krähenbühl (2019), Objects as Points, arXiv:1904.07850; with a small encoder and
decoder, and heat as wide and as high as in Liu et al. (2020), Training-Time-Friendly Network for
Real-Time Object Detection, arXiv:1909.00700.
"""

# %% Imports
import keras
from keras import layers, ops

# %% Configuration
CLASS_COUNT = 2
# Pixels along a side of a cell.
STRIDE = 4
# Filters of each level of the encoder; a level halves the image, and the decoder comes back to cells.
FILTERS = (32, 64, 128, 256)
# Filters before each head.
HEAD_FILTERS = 64
# Weight of the error of a box's sides in cells, beside 1 for heat and place of its centre.
SIDE_WEIGHT = 0.1


# %% Model
@keras.saving.register_keras_serializable(package="project")
def centernet_loss(truth, maps):
    """Returns the loss of each image [n]: focal for heat; absolute for sides and places of boxes.

    Truth [n, rows, columns, classes + 5] has 1 in its last map where a centre is.
    """
    true_heat, true_held, place = truth[..., :-5], truth[..., -5:-1], truth[..., -1:]
    heat, held = ops.clip(maps[..., :-4], 1e-4, 1 - 1e-4), maps[..., -4:]
    hits = (1 - heat) ** 2 * ops.log(heat)
    # Cells near a centre are nearly right.
    misses = (1 - true_heat) ** 4 * heat**2 * ops.log(1 - heat)
    focal = -ops.sum(ops.where(ops.equal(true_heat, 1), hits, misses), axis=(1, 2, 3))
    sides, shifts = ops.split(place * ops.abs(true_held - held), 2, axis=-1)
    absolute = ops.sum(SIDE_WEIGHT * sides + shifts, axis=(1, 2, 3))
    return (focal + absolute) / ops.maximum(ops.sum(place, axis=(1, 2, 3)), 1)


def convolve(features, filters):
    """Returns features [n, height, width, filters] after two convolutions of 3 x 3 pixels."""
    for _ in range(2):
        features = layers.Conv2D(filters, 3, padding="same", use_bias=False)(features)
        features = layers.BatchNormalization(momentum=0.9)(features)
        features = layers.ReLU()(features)
    return features


def build_head(features, filters, name, **options):
    """Returns maps [n, rows, columns, filters] of one property of boxes."""
    features = layers.Conv2D(HEAD_FILTERS, 3, padding="same", activation="relu")(features)
    return layers.Conv2D(filters, 1, name=name, **options)(features)


def build_model(class_count=CLASS_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled CenterNet: images 0-255 -> maps [n, rows, columns, class_count + 4]."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = layers.Rescaling(1 / 255)(inputs)
    levels = []
    for filters in FILTERS:
        features = convolve(features, filters)
        features = layers.MaxPooling2D(2, padding="same")(features)
        levels.append(features)
    # The second level has as many cells as the maps.
    for level, filters in reversed(list(zip(levels[1:-1], FILTERS[1:-1], strict=True))):
        features = layers.Conv2DTranspose(filters, 2, strides=2, padding="same")(features)
        # Sides that are no multiple of a cell come out too long.
        features = layers.CenterCrop(*level.shape[1:3])(features)
        features = convolve(layers.Concatenate()([features, level]), filters)
    # At first every cell is most likely no centre.
    rare = keras.initializers.Constant(-2.19)
    heat = build_head(features, class_count, "heat", activation="sigmoid", bias_initializer=rare)
    sides = build_head(features, 2, "sides")
    shifts = build_head(features, 2, "shifts")
    model = keras.Model(inputs, layers.Concatenate()([heat, sides, shifts]))
    model.compile(optimizer=keras.optimizers.Adam(learning_rate), loss=centernet_loss)
    return model
