"""Gives compare_forecasts: models that are no networks beside a network that forecasts.

Needs series/read, targets/future and fit_numbers.
"""

# %% Imports
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


# %% Evaluation
def flatten_windows(windows):
    """Returns windows [n, window, features] as rows [n, values], the target less its last value."""
    rows = windows.copy()
    rows[:, :, 0] -= windows[:, -1:, 0]
    return rows.reshape(len(rows), -1)


def compare_forecasts(splits, windows, futures, found, state, output_dir):
    """Returns the errors of each model on the test split; found is the network's forecast.

    Models learn the changes from the last value, as the network does. Shapes: windows [n, window,
    features], futures and found [n, horizon]. Prints the errors and writes comparison.csv.
    """
    steps = scale_series(splits["train"][0], state)
    goals = sliding_window_view(steps[WINDOW:, 0], HORIZON)
    known = sliding_window_view(steps, WINDOW, axis=0)[: len(goals)].transpose(0, 2, 1)
    changes = goals - known[:, -1, :1]
    answers = fit_numbers(flatten_windows(known), changes, flatten_windows(windows), state)
    last = windows[:, -1, :1]
    forecasts = {name: restore_target(values + last, state) for name, values in answers.items()}
    errors = {
        name: values - futures for name, values in ({"network": found} | forecasts).items()
    }
    scores = {
        name: {
            "mean_absolute_scaled_error": np.mean(np.abs(error)) / state["naive_error"],
            "mean_absolute_error": np.mean(np.abs(error)),
            "root_mean_squared_error": np.sqrt(np.mean(error**2)),
        }
        for name, error in errors.items()
    }
    return write_comparison(scores, output_dir)
