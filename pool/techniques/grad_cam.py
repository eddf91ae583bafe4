"""Gives plot_grad_cam: which parts of test images speak for the class that was found.

Grad-CAM (Selvaraju et al. 2017, arXiv 1610.02391). Needs input_dataset and save_figure.
"""

# %% Imports
import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

# %% Configuration
# Test images that Grad-CAM explains.
EXPLAINED_IMAGES = 6


# %% Evaluation
def grad_cam(model, images):
    """Returns how much each cell of the last feature maps speaks for the class, [n, h, w], 0-1."""
    layer = [layer for layer in model.layers if len(layer.output.shape) == 4][-1]
    inner = keras.Model(model.input, [layer.output, model.output])
    with tf.GradientTape() as tape:
        maps, scores = inner(images, training=False)
        best = tf.reduce_max(scores, axis=-1)
    weights = tf.reduce_mean(tape.gradient(best, maps), axis=(1, 2), keepdims=True)
    heat = tf.nn.relu(tf.reduce_sum(weights * maps, axis=-1)).numpy()
    return heat / np.maximum(heat.max(axis=(1, 2), keepdims=True), 1e-9)


def plot_grad_cam(model, items, state, output_dir):
    """Saves the first test images with their heat maps above them."""
    images = next(iter(input_dataset(items[:EXPLAINED_IMAGES], state).batch(EXPLAINED_IMAGES)))
    heat = grad_cam(model, tf.cast(images, "float32"))
    figure, axes = plt.subplots(2, len(heat), figsize=(2.5 * len(heat), 5), squeeze=False)
    for image, values, (plain, covered) in zip(images.numpy(), heat, axes.T, strict=True):
        for axis in (plain, covered):
            axis.imshow(image.astype("uint8").squeeze(), cmap="gray")
            axis.axis("off")
        height, width = image.shape[:2]
        covered.imshow(values, cmap="jet", alpha=0.4, extent=(0, width, height, 0))
    save_figure(figure, output_dir, "grad_cam")
