"""Gives fit_network: every item counts alike."""


# %% Training
def fit_network(model, data, epochs, output_dir):
    """Fits the model to train, returns its History."""
    callbacks = make_callbacks(output_dir)
    # The dataset shuffles itself.
    options = {"epochs": epochs, "shuffle": False, "verbose": 2, "callbacks": callbacks}
    history = model.fit(data.train, validation_data=data.validation, **options)
    return history
