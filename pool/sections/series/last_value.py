"""Gives FromLastValue: windows less their last step."""

# %% Imports
import keras
from keras import layers


# %% Model
@keras.saving.register_keras_serializable(package="project")
class FromLastValue(layers.Layer):
    """Windows [n, window, features] less their last step, so that a trend stays in known range."""

    def call(self, windows):
        """Returns the windows with their last step at zero."""
        return windows - windows[:, -1:, :]

    def compute_output_shape(self, input_shape):
        """Returns the shape of the windows."""
        return input_shape

    def get_config(self):
        """Returns the configuration; there is nothing beyond the base layer's."""
        return super().get_config()
