"""A capsule network: the length of each class's capsule says how likely the class is.

Sabour, Frosst and Hinton (2017), Dynamic Routing Between Capsules, arXiv:1710.09829.

Architecture: capsule network
Fits: image-folders, image-split-folders, image-table for class
Layers:
    Conv2D(256, 9, activation='relu')
    Conv2D(256, 9, strides=2)
    Reshape((-1, 8))
    Squash()
    ClassCapsules()
    Flatten()
"""

# %% Imports
import keras
from keras import layers, ops

# %% Configuration
# Longest side of the images that the first convolution sees; larger ones are averaged down.
CAPSULE_SIDE = 32
# Length of a capsule of the image, of a capsule of a class, and rounds of routing.
PRIMARY_SIZE = 8
CAPSULE_SIZE = 16
ROUTING_ROUNDS = 3


# %% Model
def squash(vectors):
    """Returns vectors of the same direction whose lengths are below 1, along the last axis."""
    squares = ops.sum(ops.square(vectors), axis=-1, keepdims=True)
    return vectors * ops.sqrt(squares + 1e-7) / (1 + squares)


@keras.saving.register_keras_serializable(package="project")
class Squash(layers.Layer):
    """Shortens capsules [n, capsules, size] to lengths below 1."""

    def call(self, capsules):
        return squash(capsules)


@keras.saving.register_keras_serializable(package="project")
class ClassCapsules(layers.Layer):
    """Routes capsules of an image [n, capsules, k] to capsules of classes [n, classes, size]."""

    def __init__(self, class_count, size, rounds, **options):
        super().__init__(**options)
        self.class_count = class_count
        self.size = size
        self.rounds = rounds

    def build(self, input_shape):
        _, capsules, width = input_shape
        shape = (capsules, self.class_count, width, self.size)
        self.kernel = self.add_weight(name="kernel", shape=shape, initializer="glorot_uniform")

    def call(self, capsules):
        votes = ops.einsum("npw,pcws->npcs", capsules, self.kernel)
        logits = ops.zeros_like(votes[..., :1])
        for turn in range(self.rounds):
            shares = ops.softmax(logits, axis=2)
            outputs = squash(ops.sum(shares * votes, axis=1))
            if turn < self.rounds - 1:
                # Capsules give more to the classes that agree with them.
                agreement = ops.sum(votes * outputs[:, None], axis=-1, keepdims=True)
                logits = logits + agreement
        return outputs

    def compute_output_shape(self, input_shape):
        return (input_shape[0], self.class_count, self.size)

    def get_config(self):
        config = {"class_count": self.class_count, "size": self.size, "rounds": self.rounds}
        return super().get_config() | config


def build_features(images, class_count):
    """Returns the capsules of the classes, [n, class_count * CAPSULE_SIZE] (arXiv:1710.09829)."""
    step = -(-max(images.shape[1:3]) // CAPSULE_SIDE)
    features = layers.AveragePooling2D(step, padding="same")(images)
    features = layers.Conv2D(256, 9, activation="relu")(features)
    features = layers.Conv2D(256, 9, strides=2)(features)
    capsules = Squash()(layers.Reshape((-1, PRIMARY_SIZE))(features))
    capsules = ClassCapsules(class_count, CAPSULE_SIZE, ROUTING_ROUNDS)(capsules)
    return layers.Flatten()(capsules)
