"""What forecasts of any series share: find_season, forecast, forecast_naive, next_times.

Needs WINDOW and, of the target, HORIZON and restore_target.
"""

# %% Imports
import numpy as np
import pandas as pd
from pandas.api.types import is_datetime64_any_dtype


# %% Preprocessing
def find_season(values):
    """Returns the lag of 2 steps or more, within a window, at which values [n] repeat best."""
    changes = values.diff().dropna()
    lags = range(2, min(WINDOW, len(changes) // 2) + 1)
    strengths = {lag: changes.autocorr(lag) for lag in lags if changes.std() > 0}
    return max(strengths, key=lambda lag: np.nan_to_num(strengths[lag], nan=-1), default=1)


# %% Evaluation
def forecast(model, windows, state):
    """Returns the forecast [n, horizon] in the target's unit for windows [n, window, features]."""
    changes = model.predict(windows, batch_size=1024, verbose=0)
    return restore_target(changes + windows[:, -1, :1], state)


def forecast_naive(windows, season, state):
    """Returns the forecast [n, horizon] that repeats the last season of windows (1: last value)."""
    steps = windows.shape[1] - season + np.arange(HORIZON) % season
    return restore_target(windows[:, steps, 0], state)


# %% Inference
def next_times(times):
    """Returns the HORIZON times after the last one, at the usual distance."""
    if not is_datetime64_any_dtype(times):
        return times.iloc[-1] + times.diff().median() * np.arange(1, HORIZON + 1)
    recent = pd.DatetimeIndex(times.iloc[-50:], freq="infer" if len(times) > 2 else None)
    frequency = recent.freq or times.diff().median()
    return pd.date_range(times.iloc[-1], periods=HORIZON + 1, freq=frequency)[1:].tz_localize(None)
