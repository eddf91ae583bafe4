"""A small vision transformer of images for classes."""

# %% Imports
import keras
from keras import layers

# %% Configuration
# Side of a patch in pixels, width of its embedding, and the transformer's size.
PATCH_SIZE = 8
EMBEDDING_UNITS = 64
HEADS = 4
FEED_FORWARD_UNITS = 128
BLOCKS = 3
DROPOUT = 0.1
WEIGHT_DECAY = 0.0001


# %% Model
@keras.saving.register_keras_serializable(package="project")
class PatchEmbedding(layers.Layer):
    """Cuts images [n, height, width, channels] into patches and embeds each with its place."""

    def __init__(self, patch_size, units, **options):
        super().__init__(**options)
        self.patch_size = patch_size
        self.units = units
        self.projection = layers.Conv2D(units, patch_size, strides=patch_size, padding="same")

    def build(self, input_shape):
        self.projection.build(input_shape)
        _, height, width, _ = self.projection.compute_output_shape(input_shape)
        self.places = self.add_weight(
            name="places", shape=(height * width, self.units), initializer="random_normal"
        )

    def call(self, images):
        patches = self.projection(images)
        return keras.ops.reshape(patches, (-1, *self.places.shape)) + self.places

    def compute_output_shape(self, input_shape):
        _, height, width, units = self.projection.compute_output_shape(input_shape)
        return (input_shape[0], height * width, units)

    def get_config(self):
        return super().get_config() | {"patch_size": self.patch_size, "units": self.units}


def attend(tokens):
    """Returns tokens [n, patches, units] after one block of self-attention and feed-forward."""
    normed = layers.LayerNormalization()(tokens)
    attention = layers.MultiHeadAttention(HEADS, max(1, EMBEDDING_UNITS // HEADS), dropout=DROPOUT)
    tokens = layers.Add()([tokens, attention(normed, normed)])
    normed = layers.LayerNormalization()(tokens)
    hidden = layers.Dense(FEED_FORWARD_UNITS, activation="gelu")(normed)
    hidden = layers.Dropout(DROPOUT)(hidden)
    return layers.Add()([tokens, layers.Dense(EMBEDDING_UNITS)(hidden)])


def build_model(class_count=CLASS_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled network: images [n, height, width, channels] 0-255 -> classes [n, k]."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    features = layers.Rescaling(1 / 127.5, offset=-1)(inputs)
    features = PatchEmbedding(PATCH_SIZE, EMBEDDING_UNITS)(features)
    for _ in range(BLOCKS):
        features = attend(features)
    features = layers.LayerNormalization()(features)
    features = layers.GlobalAveragePooling1D()(features)
    features = layers.Dropout(DROPOUT)(features)
    outputs = layers.Dense(class_count, activation="softmax")(features)
    model = keras.Model(inputs, outputs)
    optimizer = keras.optimizers.AdamW(learning_rate, weight_decay=WEIGHT_DECAY)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
