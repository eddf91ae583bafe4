"""Figures and scores: save_figure, compare_results.

Needs SEED. A program compares results: arrays with what each contender made of each test item.
"""

# %% Imports
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd


# %% Data
def save_figure(figure, output_dir, name):
    """Writes a figure to output_dir/figures/name.png and frees it."""
    path = output_dir / "figures" / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=120, bbox_inches="tight")
    plt.close(figure)


# %% Evaluation
def compare_results(score, results, names, details):
    """Returns the metrics of network, baseline and reference, with 95 % intervals and a verdict.

    Results maps a contender to what it made of each test item [n, ...]; score turns that into one
    number; names says what the metric and the contenders are called. The network beats another
    where the interval of their difference, over the same draws of test items, is above 0.
    """
    generator, count = np.random.default_rng(SEED), len(results["model"])
    draws = (generator.integers(count, size=count) for _ in range(200))
    drawn = [{name: score(rows[draw]) for name, rows in results.items()} for draw in draws]
    drawn, sign = pd.DataFrame(drawn), 1 if names["higher_is_better"] else -1
    scores = {name: float(score(rows)) for name, rows in results.items()}
    verdict = f"The network has {names['metric']} {scores['model']:.3g} on {count} test items"
    for name in list(results)[1:]:
        low, high = (sign * (drawn["model"] - drawn[name])).quantile([0.025, 0.975])
        verb = "beats" if low > 0 else "is beaten by" if high < 0 else "cannot be told apart from"
        verdict += f" and {verb} the {names[f'{name}_name']}"
    details["intervals"] = drawn.quantile([0.025, 0.975]).to_dict("list")
    measured = {"test_size": count, "verdict": f"{verdict}.", "details": details}
    return names | {"reference": None} | scores | measured
