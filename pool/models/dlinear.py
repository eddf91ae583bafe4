"""DLinear: one linear layer for the trend of a window and one for the rest.

Zeng et al. (2023), Are Transformers Effective for Time Series Forecasting?, arXiv:2205.13504. The
sum of both passes the linear head of the program.

Architecture: DLinear
Fits:
    series for future
    series-table for future
Layers:
    AveragePooling1D(25, strides=1, padding='same')
    Subtract()
    Flatten()
    Flatten()
    Add()
Holes: TREND_STEPS = AveragePooling1D.pool_size
"""

# %% Imports
from keras import layers

# %% Configuration
# Steps of the moving average that is the trend.
TREND_STEPS = 25


# %% Model
def split_trend(features):
    """Returns the trend of windows [n, steps, values] and the rest."""
    trend = layers.AveragePooling1D(TREND_STEPS, strides=1, padding="same")(features)
    return trend, layers.Subtract()([features, trend])


def build_features(features, horizon):
    """Returns the forecast [n, horizon] of windows [n, steps, values]."""
    parts = [layers.Flatten()(part) for part in split_trend(features)]
    return layers.Add()([layers.Dense(horizon)(part) for part in parts])
