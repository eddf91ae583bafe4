"""Gives fit_network: every item counts alike."""


# %% Training
def fit_network(model, prepared, epochs, output_dir):
    """Fits the model to train, returns the history."""
    history = model.fit(
        prepared.train,
        validation_data=prepared.validation,
        epochs=epochs,
        callbacks=make_callbacks(output_dir),
        shuffle=False,  # the dataset shuffles itself
        verbose=2,
    )
    return history.history
