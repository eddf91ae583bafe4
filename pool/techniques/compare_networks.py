"""Gives compare_networks and average_networks: other networks, trained as the main one is.

Needs other_networks, fit_network and the metrics that the networks are compiled with.
"""

# %% Imports
import keras
import pandas as pd


# %% Training
def compare_networks(model, data, epochs, learning_rate, output_dir):
    """Trains the other networks as the main one, returns all by name.

    Prints their scores on the test split and writes networks.csv; each has a folder below networks.
    """
    networks = {"main network": model}
    for name, build in other_networks().items():
        folder = output_dir / "networks" / name
        folder.mkdir(parents=True, exist_ok=True)
        networks[name] = build(**data.state["sizes"], learning_rate=learning_rate)
        fit_network(networks[name], data, epochs, folder)
    write_scores(networks, data.test, output_dir)
    return networks


def write_scores(networks, test, output_dir):
    """Prints loss and metrics of networks on the batches of test, and writes networks.csv."""
    scores = {
        name: network.evaluate(test, return_dict=True, verbose=0)
        for name, network in networks.items()
    }
    table = pd.DataFrame(scores).T.sort_values("loss")
    table.to_csv(output_dir / "networks.csv", index_label="network")
    print(table.to_string(float_format="{:.4g}".format))


def average_networks(networks, test, output_dir):
    """Scores the mean answer of all networks beside each, and saves the ensemble."""
    main = networks["main network"]
    answers = [network(main.input) for network in networks.values()]
    ensemble = keras.Model(main.input, keras.layers.Average()(answers))
    ensemble.compile_from_config(main.get_compile_config())
    ensemble.save(output_dir / "ensemble.keras")
    write_scores(networks | {"ensemble": ensemble}, test, output_dir)
