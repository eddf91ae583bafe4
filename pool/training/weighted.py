"""Gives fit_network: rare classes weigh more in the loss.

Needs state["class_weights"] (targets/class).
"""


# %% Training
def fit_network(model, data, epochs, output_dir):
    """Fits the model to train, rare classes weighing more; returns the history."""
    # Validation items count alike: the watched loss is that of the data as they come.
    history = model.fit(
        data.train,
        validation_data=data.validation,
        epochs=epochs,
        class_weight=dict(enumerate(data.state["class_weights"])),
        callbacks=make_callbacks(output_dir),
        shuffle=False,  # the dataset shuffles itself
        verbose=2,
    )
    return history.history
