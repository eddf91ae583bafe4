"""A Siamese network: one encoder of both images, and the distance of their codes.

Needs models/compared_codes.
"""

# %% Imports
import keras
from keras import ops

# %% Configuration
# Different images closer than this (codes lie 0 to 1 apart) are pushed away from each other.
MARGIN = 0.5


# %% Model
@keras.saving.register_keras_serializable(package="project")
def contrastive_loss(same, scores):
    """Returns the loss [n]: same pairs are drawn together, others pushed MARGIN apart."""
    distances = 1 - scores
    pushes = ops.maximum(MARGIN - distances, 0)
    losses = same * ops.square(distances) + (1 - same) * ops.square(pushes)
    return ops.mean(losses, axis=-1)


def build_model(learning_rate=LEARNING_RATE):
    """Returns the compiled network: {"left", "right"} images 0-255 -> sameness [n, 1], 0 to 1."""
    left = keras.Input((*IMAGE_SIZE, CHANNELS), name="left")
    right = keras.Input((*IMAGE_SIZE, CHANNELS), name="right")
    encoder = build_encoder()
    outputs = CodeSimilarity()([encoder(left), encoder(right)])
    model = keras.Model({"left": left, "right": right}, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss=contrastive_loss,
        metrics=[keras.metrics.AUC(name="auc")],
    )
    return model
