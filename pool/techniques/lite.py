"""Gives write_lite: the model as a TensorFlow Lite file."""

# %% Imports
from tempfile import TemporaryDirectory

import tensorflow as tf

# %% Training
def write_lite(model, path):
    """Writes a TensorFlow Lite file; operations that it lacks are those of TensorFlow."""
    operations = tf.lite.OpsSet
    with TemporaryDirectory() as folder:
        model.export(folder, verbose=False)
        converter = tf.lite.TFLiteConverter.from_saved_model(folder)
        converter.target_spec.supported_ops = [
            operations.TFLITE_BUILTINS,
            operations.SELECT_TF_OPS,
        ]
        path.write_bytes(converter.convert())
