"""Gives write_comparison and name_best: the scores of compared models, and which is the best."""

# %% Imports
import pandas as pd


# %% Evaluation
def write_comparison(scores, output_dir):
    """Prints {model: {metric: score}}, writes comparison.csv and returns it for metrics.json."""
    table = pd.DataFrame(scores).T
    table.to_csv(output_dir / "comparison.csv", index_label="model")
    print(table.to_string(float_format="{:.4g}".format))
    return {"compared": table.to_dict("index")}


def name_best(measured):
    """Returns the metrics with the best of the compared models in the verdict."""
    table = pd.DataFrame(measured["details"]["compared"]).T
    scores = table.get(measured["metric"], table.iloc[:, -1])
    best = scores.idxmax() if measured["higher_is_better"] else scores.idxmin()
    measured["verdict"] += (
        f" Of {len(scores)} compared models the best is: {best} ({scores.name} {scores[best]:.3g},"
        " all in comparison.csv). predict.py answers with the network."
    )
    return measured
