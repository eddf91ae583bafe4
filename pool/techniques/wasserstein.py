"""Gives WassersteinNetwork: networks that learn from each other by the Wasserstein distance.

Gulrajani et al. (2017), Improved Training of Wasserstein GANs, arXiv:1704.00028. Needs
models/adversarial, with a discriminator whose scores have no bound.
"""

# %% Imports
import keras
import tensorflow as tf
from keras import ops

# %% Configuration
# Updates of the critic for one of the generator, and the weight of the gradient penalty.
CRITIC_STEPS = 5
PENALTY_WEIGHT = 10.0


# %% Model
@keras.saving.register_keras_serializable(package="project")
class WassersteinNetwork(AdversarialNetwork):
    """An adversarial network whose discriminator is a critic: its scores have no bound."""

    def gradient_penalty(self, real, fake, batch):
        """Returns how far the critic's slopes between real and new images are from 1."""
        shares = keras.random.uniform((ops.shape(real)[0], 1, 1, 1), seed=self.seed_generator)
        mixed = shares * real + (1 - shares) * fake
        with tf.GradientTape() as tape:
            tape.watch(mixed)
            scores = self.judge_images(mixed, batch)
        slopes = tape.gradient(scores, mixed)
        lengths = ops.sqrt(ops.sum(ops.square(slopes), axis=(1, 2, 3)) + 1e-12)
        return ops.mean(ops.square(lengths - 1))

    def update_critic(self, real, batch):
        """Updates the critic once on real images -1 to 1, returns its loss."""
        weights = self.discriminator.trainable_variables
        with tf.GradientTape() as tape:
            fake = self.make_images(batch, training=True)
            real_scores, fake_scores = (self.judge_images(part, batch) for part in (real, fake))
            loss = ops.mean(fake_scores) - ops.mean(real_scores)
            loss += PENALTY_WEIGHT * self.gradient_penalty(real, fake, batch)
        self.optimizer.apply(tape.gradient(loss, weights), weights)
        return loss

    def train_step(self, data):
        """Updates the critic CRITIC_STEPS times and the generator once, returns the losses."""
        batch, images, _ = keras.utils.unpack_x_y_sample_weight(data)
        images = batch if images is None else images
        real = ops.cast(images, "float32") / 127.5 - 1
        weights = self.generator.trainable_variables
        self.optimizer.build(weights + self.discriminator.trainable_variables)
        for _ in range(CRITIC_STEPS):
            self.discriminator_tracker.update_state(self.update_critic(real, batch))
        with tf.GradientTape() as tape:
            fake = self.make_images(batch, training=True)
            loss = -ops.mean(self.judge_images(fake, batch))
        self.optimizer.apply(tape.gradient(loss, weights), weights)
        self.generator_tracker.update_state(loss)
        return {
            "generator_loss": self.generator_tracker.result(),
            "discriminator_loss": self.discriminator_tracker.result(),
        }
