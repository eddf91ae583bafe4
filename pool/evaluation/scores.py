"""Gives predict_scores. Needs input_dataset of the data."""


# %% Evaluation
def predict_scores(model, items, state):
    """Returns the model outputs [n, ...] for items [n]."""
    return model.predict(input_dataset(items, state).batch(BATCH_SIZE), verbose=0)
