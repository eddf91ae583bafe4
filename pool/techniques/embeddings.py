"""Gives plot_embeddings: t-SNE of what the network makes of test items.

Needs input_dataset and save_figure.
"""

# %% Imports
import keras
import matplotlib.pyplot as plt
from sklearn.manifold import TSNE

# %% Evaluation
def plot_embeddings(model, items, truth, state, output_dir):
    """Saves a t-SNE plot of the values before the output layer, coloured by class."""
    if len(items) < 5:
        return
    inner = keras.Model(model.input, model.layers[-1].input)
    values = inner.predict(input_dataset(items, state).batch(BATCH_SIZE), verbose=0)
    perplexity = min(30, (len(items) - 1) / 3)
    search = TSNE(perplexity=perplexity, random_state=SEED)
    places = search.fit_transform(values.reshape(len(items), -1))
    figure, axis = plt.subplots(figsize=(7, 6))
    for number, name in enumerate(state["class_names"]):
        axis.scatter(*places[truth == number].T, s=8, label=name)
    axis.legend()
    save_figure(figure, output_dir, "embeddings")
