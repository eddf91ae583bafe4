"""Gives write_lite: the model as a TensorFlow Lite file."""

# %% Imports
import tensorflow as tf

# %% Training
def write_lite(model, path):
    """Writes a TensorFlow Lite file; operations that it lacks are those of TensorFlow."""
    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    operations = tf.lite.OpsSet
    converter.target_spec.supported_ops = [operations.TFLITE_BUILTINS, operations.SELECT_TF_OPS]
    path.write_bytes(converter.convert())
