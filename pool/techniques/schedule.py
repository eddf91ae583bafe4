"""Gives RateSchedule: a learning rate that follows a stated course over the epochs.

Instead of keras.callbacks.ReduceLROnPlateau among the callbacks of training/fit.
"""

# %% Imports
import math

import keras

# %% Configuration
# Course of the learning rate: "constant", "linear", "cosine", "exponential" or "steps".
RATE_DECAY = "cosine"
# Epochs in which the rate rises to its full value; None starts with it.
WARM_UP_EPOCHS = None
# Exponential and steps: the rate is multiplied by the factor every so many epochs.
DECAY_FACTOR = 0.5
DECAY_EPOCHS = 10


# %% Training
def rate_share(epoch, epochs):
    """Returns which share of the full learning rate an epoch, counted from 0, is trained with."""
    if WARM_UP_EPOCHS is not None:
        if epoch < WARM_UP_EPOCHS:
            return (epoch + 1) / WARM_UP_EPOCHS
        epoch, epochs = epoch - WARM_UP_EPOCHS, epochs - WARM_UP_EPOCHS
    if RATE_DECAY == "constant":
        return 1.0
    if RATE_DECAY == "exponential":
        return DECAY_FACTOR ** (epoch / DECAY_EPOCHS)
    if RATE_DECAY == "steps":
        return DECAY_FACTOR ** (epoch // DECAY_EPOCHS)
    if RATE_DECAY == "linear":
        return 1 - epoch / epochs
    return (1 + math.cos(math.pi * epoch / epochs)) / 2


class RateSchedule(keras.callbacks.Callback):
    """Sets the learning rate of each epoch, and logs it."""

    def on_train_begin(self, logs=None):
        """Keeps the full learning rate."""
        self.full_rate = float(self.model.optimizer.learning_rate)

    def on_epoch_begin(self, epoch, logs=None):
        """Sets the rate that an epoch is trained with."""
        share = rate_share(epoch, self.params["epochs"])
        self.model.optimizer.learning_rate = self.full_rate * share

    def on_epoch_end(self, epoch, logs=None):
        """Logs the rate that an epoch was trained with."""
        logs["learning_rate"] = float(self.model.optimizer.learning_rate)
