"""Gives fit_network: every item counts alike."""


# %% Training
def fit_network(model, data, epochs, output_dir):
    """Fits the model to train, returns the history."""
    callbacks = make_callbacks(output_dir)
    history = model.fit(
        data.train, validation_data=data.validation, epochs=epochs, callbacks=callbacks, verbose=2
    )
    return history.history
