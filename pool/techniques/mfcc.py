"""Gives MelCoefficients: clips as mel-frequency cepstral coefficients.

Davis and Mermelstein (1980), Comparison of Parametric Representations for Monosyllabic Word
Recognition, doi:10.1109/TASSP.1980.1163420.
"""

# %% Imports
import keras
import tensorflow as tf
from keras import layers

# %% Configuration
# Coefficients of the cosine transform of a log mel spectrum that are kept.
COEFFICIENTS = 13


# %% Preprocessing
@keras.saving.register_keras_serializable(package="project")
class MelCoefficients(layers.MelSpectrogram):
    """Mel-frequency cepstral coefficients of clips [n, samples]: [n, COEFFICIENTS, frames]."""

    def call(self, inputs):
        """Returns the first coefficients of the cosine transform of log mel spectra."""
        decibels = tf.transpose(super().call(inputs), (0, 2, 1))
        coefficients = tf.signal.mfccs_from_log_mel_spectrograms(decibels)[..., :COEFFICIENTS]
        return tf.transpose(coefficients, (0, 2, 1))

    def compute_output_shape(self, input_shape):
        """Returns the shape of the coefficients of clips."""
        shape = super().compute_output_shape(input_shape)
        return (*shape[:-2], COEFFICIENTS, shape[-1])
