"""Gives fit_network: rare classes weigh more in the loss.

Needs state["class_weights"] (targets/class).
"""


# %% Training
def fit_network(model, prepared, epochs, output_dir):
    """Fits the model to train, rare classes weighing more; returns the history."""
    history = model.fit(
        prepared.train,
        validation_data=prepared.validation,
        epochs=epochs,
        class_weight=dict(enumerate(prepared.state["class_weights"])),
        callbacks=make_callbacks(output_dir),
        shuffle=False,  # the dataset shuffles itself
        verbose=2,
    )
    return history.history
