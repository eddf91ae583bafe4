"""A generator of images from images and a discriminator, trained on pairs: PairedNetwork.

Needs ADVERSARIAL_SHARE.
"""

# %% Imports
import keras
import tensorflow as tf
from keras import ops


# %% Model
@keras.saving.register_keras_serializable(package="project")
class PairedNetwork(keras.Model):
    """A generator and a discriminator that learn from each other; a call makes images of images.

    The generator takes images 0-255 and makes images 0-1. The discriminator takes made or true
    images, and where it has two inputs those that they were made from; it returns logits.
    """

    def __init__(self, generator, discriminator, **options):
        super().__init__(**options)
        self.generator = generator
        self.discriminator = discriminator

    @property
    def inputs(self):
        """The inputs of the generator, which are those of the whole."""
        return self.generator.inputs

    @property
    def outputs(self):
        """The outputs of the generator."""
        return self.generator.outputs

    def get_config(self):
        """Returns what from_config needs: both networks, serialised."""
        networks = {"generator": self.generator, "discriminator": self.discriminator}
        parts = {name: keras.saving.serialize_keras_object(part) for name, part in networks.items()}
        return {**super().get_config(), **parts}

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Rebuilds the model with both networks."""
        parts = {
            name: keras.saving.deserialize_keras_object(config.pop(name), custom_objects)
            for name in ("generator", "discriminator")
        }
        return cls(**parts, **config)

    def call(self, images, training=False):
        """Returns images 0-1 made of images 0-255."""
        return self.generator(images, training=training)

    def judge_images(self, made, images):
        """Returns how real made images look, as logits, beside the images they were made from."""
        takes_images = len(self.discriminator.inputs) > 1
        return self.discriminator([made, images] if takes_images else made, training=True)

    def train_step(self, data):
        """Updates both networks at once on a batch of pairs, returns the mean metrics."""
        images, truth, _ = keras.utils.unpack_x_y_sample_weight(data)
        entropy = keras.losses.BinaryCrossentropy(from_logits=True)
        with tf.GradientTape(persistent=True) as tape:
            made = self.generator(images, training=True)
            real, fake = (self.judge_images(part, images) for part in (truth, made))
            difference = self.compute_loss(x=images, y=truth, y_pred=made)
            deceived = entropy(ops.ones_like(fake), fake)
            generator_loss = difference + ADVERSARIAL_SHARE * deceived
            discriminator_loss = entropy(ops.ones_like(real), real)
            discriminator_loss = (discriminator_loss + entropy(ops.zeros_like(fake), fake)) / 2
        generator_weights = self.generator.trainable_variables
        discriminator_weights = self.discriminator.trainable_variables
        gradients = tape.gradient(generator_loss, generator_weights)
        gradients += tape.gradient(discriminator_loss, discriminator_weights)
        self.optimizer.apply(gradients, generator_weights + discriminator_weights)
        results = self.compute_metrics(images, truth, made)
        losses = {"loss": difference, "discriminator_loss": discriminator_loss}
        return {**results, **losses}


def join_pair(generator, discriminator, learning_rate, loss):
    """Returns the compiled pair of networks; the loss is what made and true images differ by."""
    model = PairedNetwork(generator, discriminator)
    model.build((None, *IMAGE_SIZE, CHANNELS))
    model.compile(
        # One optimizer serves both networks: Adam keeps its moments for each weight anyway.
        optimizer=keras.optimizers.Adam(learning_rate, beta_1=0.5),
        loss=loss,
        metrics=["mae"],
    )
    return model
