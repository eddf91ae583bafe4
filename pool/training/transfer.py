"""Gives fit_network for a backbone: pretrained weights wait until the head has learnt.

Needs WEIGHTS of the model, state["class_weights"] (targets/class) and weigh (training/weigh).
"""

# %% Imports
import keras
from keras import layers

# %% Configuration
# With pretrained weights: epochs for the new head alone, then the rate for fine-tuning all layers.
HEAD_EPOCHS = 5
FINE_TUNING_RATE = 0.00001


# %% Training
def train_head(model, data, class_weight=None):
    """Trains the new layers on frozen pretrained features, then frees all but the statistics."""
    backbone = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    backbone.trainable = False
    model.compile_from_config(model.get_compile_config())
    model.fit(
        data.train,
        validation_data=data.validation,
        epochs=HEAD_EPOCHS,
        class_weight=class_weight,
        shuffle=False,  # the dataset shuffles itself
        verbose=2,
    )
    backbone.trainable = True
    for layer in backbone.layers:  # few images would spoil the statistics of many
        layer.trainable = not isinstance(layer, layers.BatchNormalization)
    model.compile_from_config(model.get_compile_config())
    model.optimizer.learning_rate = FINE_TUNING_RATE


def fit_network(model, data, epochs, output_dir):
    """Fits the model to train, a pretrained backbone after its head; returns its History."""
    if WEIGHTS is not None:
        train_head(model, data, class_weight=dict(enumerate(data.state["class_weights"])))
    history = model.fit(
        data.train,
        validation_data=weigh(data.validation, data.state),
        epochs=epochs,
        class_weight=dict(enumerate(data.state["class_weights"])),
        callbacks=make_callbacks(output_dir),
        shuffle=False,  # the dataset shuffles itself
        verbose=2,
    )
    return history
