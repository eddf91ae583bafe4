"""One encoder of two images, and how alike their codes are: join_pair.

Needs build_features, as of models/image_encoder.
"""

# %% Imports
import keras
from keras import layers, ops

# %% Configuration
DROPOUT_RATE = 0.2
# Length of the code that images are compared by.
CODE_SIZE = 32


# %% Model
@keras.saving.register_keras_serializable(package="project")
class CodeSimilarity(layers.Layer):
    """Compares two codes [n, size] of unit length: 1 where they are equal, 0 where opposite."""

    def call(self, inputs):
        """Returns 1 minus half the Euclidean distance, [n, 1]."""
        left, right = inputs
        squares = ops.sum(ops.square(left - right), axis=-1, keepdims=True)
        # The root has no gradient at 0.
        return 1 - ops.sqrt(ops.maximum(squares, 1e-7)) / 2

    def get_config(self):
        """Returns the layer's arguments; it has none of its own."""
        return super().get_config()


def build_encoder():
    """Returns the shared encoder: images 0-255 -> codes [n, CODE_SIZE] of unit length."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = layers.GlobalAveragePooling2D()(build_features(inputs))
    features = layers.Dropout(DROPOUT_RATE)(features)
    features = layers.Dense(CODE_SIZE)(features)
    outputs = layers.UnitNormalization()(features)
    return keras.Model(inputs, outputs, name="encoder")
