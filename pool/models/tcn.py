"""A temporal convolutional network: residual blocks of dilated causal convolutions.

Bai, Kolter and Koltun (2018), An Empirical Evaluation of Generic Convolutional and Recurrent
Networks for Sequence Modeling, arXiv:1803.01271; without weight normalisation.

Architecture: temporal convolutional network
Fits:
    series for future
    series-table for future
    signal-table for class
Layers:
    Conv1D(64, 3, padding='causal', dilation_rate=1, activation='relu')
    Conv1D(64, 3, padding='causal', dilation_rate=1, activation='relu')
    Add()
    Conv1D(64, 3, padding='causal', dilation_rate=2, activation='relu')
    Conv1D(64, 3, padding='causal', dilation_rate=2, activation='relu')
    Add()
    Conv1D(64, 3, padding='causal', dilation_rate=4, activation='relu')
    Conv1D(64, 3, padding='causal', dilation_rate=4, activation='relu')
    Add()
    Conv1D(64, 3, padding='causal', dilation_rate=8, activation='relu')
    Conv1D(64, 3, padding='causal', dilation_rate=8, activation='relu')
    Add()
Holes: FILTERS = Conv1D.filters
"""

# %% Imports
from keras import layers

# %% Configuration
FILTERS = 64
KERNEL_SIZE = 3
# Steps between the values that a kernel sees, block by block: 61 steps are seen in all.
DILATIONS = (1, 2, 4, 8)
DROPOUT = 0.1


# %% Model
def temporal_block(features, dilation):
    """Returns features [n, steps, FILTERS] after two causal convolutions and a shortcut."""
    shortcut = features
    for _ in range(2):
        features = layers.Conv1D(
            FILTERS, KERNEL_SIZE, padding="causal", dilation_rate=dilation, activation="relu"
        )(features)
        features = layers.SpatialDropout1D(DROPOUT)(features)
    if shortcut.shape[-1] != FILTERS:
        shortcut = layers.Conv1D(FILTERS, 1)(shortcut)
    return layers.ReLU()(layers.Add()([features, shortcut]))


def build_features(features):
    """Returns what the network makes of the last step [n, FILTERS] of [n, steps, values]."""
    for dilation in DILATIONS:
        features = temporal_block(features, dilation)
    last = layers.Cropping1D((features.shape[1] - 1, 0))(features)
    return layers.Flatten()(last)
