"""Gives fit_network: rare classes weigh more in the loss.

Needs state["class_weights"] (targets/class) and weigh (training/weigh).
"""


# %% Training
def fit_network(model, data, epochs, output_dir):
    """Fits the model to train, rare classes weighing more; returns its History."""
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
