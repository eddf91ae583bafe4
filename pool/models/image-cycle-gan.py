"""CycleGAN: two generators that turn images of one domain into the other and back, two judges.

Zhu, Park, Isola and Efros (2017), Unpaired Image-to-Image Translation using Cycle-Consistent
Adversarial Networks, arXiv:1703.10593; with six residual blocks, as for images of 128 pixels, and
half as many filters. Needs sliced_distance of models/adversarial.
"""

# %% Imports
import keras
import pandas as pd
import tensorflow as tf
from keras import layers, ops

# %% Configuration
# Filters of the generators, each level half as large; the decoder mirrors them.
TRANSLATOR_FILTERS = (32, 64, 128)
RESIDUAL_BLOCKS = 6
# Filters of the discriminators.
PATCH_FILTERS = (32, 64, 128, 256)
# Weights of coming back to the same image, and of leaving images of the wanted domain alone,
# beside 1 for deceiving the discriminator.
CYCLE_WEIGHT = 10.0
IDENTITY_WEIGHT = 5.0


# %% Model
def convolve(features, filters, size=3, strides=1):
    """Returns features of a convolution and instance normalisation."""
    features = layers.Conv2D(filters, size, strides=strides, padding="same")(features)
    return layers.GroupNormalization(-1)(features)


def build_translator(channels, target_channels, name):
    """Returns a generator: images -> images of the other domain, values 0-1 both."""
    inputs = keras.Input((*IMAGE_SIZE, channels))
    features = layers.Rescaling(2, offset=-1)(inputs)
    features = layers.ReLU()(convolve(features, TRANSLATOR_FILTERS[0], size=7))
    sides = []
    for filters in TRANSLATOR_FILTERS[1:]:
        sides.append(features.shape[1:3])
        features = layers.ReLU()(convolve(features, filters, strides=2))
    for _ in range(RESIDUAL_BLOCKS):
        change = layers.ReLU()(convolve(features, TRANSLATOR_FILTERS[-1]))
        features = layers.Add()([features, convolve(change, TRANSLATOR_FILTERS[-1])])
    for side, filters in zip(reversed(sides), reversed(TRANSLATOR_FILTERS[:-1]), strict=True):
        features = layers.Conv2DTranspose(filters, 3, strides=2, padding="same")(features)
        features = layers.ReLU()(layers.GroupNormalization(-1)(features))
        # Sides that are no multiple of 2 come out too long.
        features = layers.CenterCrop(*side)(features)
    outputs = layers.Conv2D(target_channels, 7, padding="same", activation="sigmoid")(features)
    return keras.Model(inputs, outputs, name=name)


def build_judge(channels, name):
    """Returns a discriminator: images 0-1 -> how true each patch looks, near 1 for true ones."""
    inputs = keras.Input((*IMAGE_SIZE, channels))
    features = layers.Conv2D(PATCH_FILTERS[0], 4, strides=2, padding="same")(inputs)
    features = layers.LeakyReLU(negative_slope=0.2)(features)
    for filters in PATCH_FILTERS[1:]:
        features = convolve(features, filters, size=4, strides=2)
        features = layers.LeakyReLU(negative_slope=0.2)(features)
    outputs = layers.Conv2D(1, 4, padding="same")(features)
    return keras.Model(inputs, outputs, name=name)


def mean_difference(first, second):
    """Returns the mean absolute difference of two batches of images."""
    return ops.mean(ops.abs(first - second))


@keras.saving.register_keras_serializable(package="project")
class CycleNetwork(keras.Model):
    """Generators there and back and a discriminator of each domain; a call goes there."""

    def __init__(self, there, back, judge, back_judge, **options):
        super().__init__(**options)
        self.there, self.back = there, back
        self.judge, self.back_judge = judge, back_judge
        self.distance_tracker = keras.metrics.Mean(name="distance")

    @property
    def inputs(self):
        """The inputs of the generator there, which are those of the whole."""
        return self.there.inputs

    @property
    def outputs(self):
        """The outputs of the generator there."""
        return self.there.outputs

    def get_config(self):
        """Returns what from_config needs: the networks, serialised."""
        names = ("there", "back", "judge", "back_judge")
        parts = {name: keras.saving.serialize_keras_object(getattr(self, name)) for name in names}
        return {**super().get_config(), **parts}

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Rebuilds the model with its networks."""
        parts = {
            name: keras.saving.deserialize_keras_object(config.pop(name), custom_objects)
            for name in ("there", "back", "judge", "back_judge")
        }
        return cls(**parts, **config)

    def call(self, images, training=False):
        """Returns images 0-1 of the other domain for images 0-255."""
        return self.there(ops.cast(images, "float32") / 255, training=training)

    def translate_back(self, images):
        """Returns images 0-1 of the first domain for images 0-1 of the other."""
        return self.back(images, training=False)

    def judge_batch(self, judge, true, made):
        """Returns how far made images are from deceiving a discriminator, and its own loss."""
        real, fake = judge(true, training=True), judge(made, training=True)
        deceived = self.compute_loss(y=ops.ones_like(fake), y_pred=fake)
        own = self.compute_loss(y=ops.ones_like(real), y_pred=real)
        own = (own + self.compute_loss(y=ops.zeros_like(fake), y_pred=fake)) / 2
        return deceived, own

    def compute_cycle(self, first, second):
        """Returns the loss of both generators, that of both discriminators and the cycle error."""
        made, made_back = self.there(first, training=True), self.back(second, training=True)
        cycle = mean_difference(self.back(made, training=True), first)
        cycle += mean_difference(self.there(made_back, training=True), second)
        loss = CYCLE_WEIGHT * cycle
        if CHANNELS == TARGET_CHANNELS and IDENTITY_WEIGHT:
            kept = mean_difference(self.there(second, training=True), second)
            kept += mean_difference(self.back(first, training=True), first)
            loss += IDENTITY_WEIGHT * kept
        deceived, judged = self.judge_batch(self.judge, second, made)
        deceived_back, judged_back = self.judge_batch(self.back_judge, first, made_back)
        return loss + deceived + deceived_back, judged + judged_back, cycle

    def train_step(self, data):
        """Updates all networks at once on a batch of each domain, returns the losses."""
        images, second, _ = keras.utils.unpack_x_y_sample_weight(data)
        first = ops.cast(images, "float32") / 255
        with tf.GradientTape(persistent=True) as tape:
            loss, judged, cycle = self.compute_cycle(first, second)
        generators = self.there.trainable_variables + self.back.trainable_variables
        judges = self.judge.trainable_variables + self.back_judge.trainable_variables
        gradients = tape.gradient(loss, generators) + tape.gradient(judged, judges)
        self.optimizer.apply(gradients, generators + judges)
        return {"loss": loss, "discriminator_loss": judged, "cycle_error": cycle}

    def test_step(self, data):
        """Returns how far made images are from a batch of the other domain, in grey levels."""
        images, second, _ = keras.utils.unpack_x_y_sample_weight(data)
        self.distance_tracker.update_state(sliced_distance(255 * second, 255 * self(images)))
        return {"distance": self.distance_tracker.result()}


def build_model(learning_rate=LEARNING_RATE):
    """Returns the compiled CycleGAN: images 0-255 -> images 0-1 of the other domain."""
    model = CycleNetwork(
        build_translator(CHANNELS, TARGET_CHANNELS, "there"),
        build_translator(TARGET_CHANNELS, CHANNELS, "back"),
        build_judge(TARGET_CHANNELS, "judge"),
        build_judge(CHANNELS, "back_judge"),
    )
    model.build((None, *IMAGE_SIZE, CHANNELS))
    # One optimizer serves all networks: Adam keeps its moments for each weight anyway.
    optimizer = keras.optimizers.Adam(learning_rate, beta_1=0.5)
    model.compile(optimizer=optimizer, loss="mean_squared_error")
    return model


# %% Training
def plot_curves(history, output_dir):
    """Saves the losses on train and the distance on validation, by epoch."""
    curves = pd.DataFrame(history.history).rename_axis("epoch")
    save_figure(curves.plot(subplots=True, figsize=(7, 8))[0].figure, output_dir, "curves")
