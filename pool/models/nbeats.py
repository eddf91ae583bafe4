"""N-BEATS, generic: blocks that explain a part of the window and add a part of the forecast.

Oreshkin et al. (2020), N-BEATS: Neural Basis Expansion Analysis for Interpretable Time Series
Forecasting, arXiv:1905.10437. The sum of the parts passes the linear head of the program.

Architecture: N-BEATS
Fits:
    series for future
    series-table for future
Layers:
    Flatten()
    Dense(256, activation='relu')
    Dense(256, activation='relu')
    Dense(256, activation='relu')
    Dense(256, activation='relu')
    Subtract()
    Dense(256, activation='relu')
    Dense(256, activation='relu')
    Dense(256, activation='relu')
    Dense(256, activation='relu')
    Subtract()
    Dense(256, activation='relu')
    Dense(256, activation='relu')
    Dense(256, activation='relu')
    Dense(256, activation='relu')
    Add()
Holes: BLOCK_UNITS = Dense.units
"""

# %% Imports
from keras import layers

# %% Configuration
BLOCKS = 3
BLOCK_UNITS = 256


# %% Model
def forecast_block(window, horizon):
    """Returns what a block explains of a window [n, values], and its part of the forecast."""
    features = window
    for _ in range(4):
        features = layers.Dense(BLOCK_UNITS, activation="relu")(features)
    return layers.Dense(window.shape[-1])(features), layers.Dense(horizon)(features)


def build_features(features, horizon):
    """Returns the forecast [n, horizon] of windows [n, steps, values], summed over the blocks."""
    window = layers.Flatten()(features)
    parts = []
    for _ in range(BLOCKS):
        explained, part = forecast_block(window, horizon)
        window = layers.Subtract()([window, explained])
        parts.append(part)
    return layers.Add()(parts)
