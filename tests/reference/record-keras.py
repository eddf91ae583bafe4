"""Records which losses, metrics, optimizers, networks and layers Keras has: keras.json.

Layers come with their arguments, networks with the channels of their features and the least side they take. Every
network is built for it, which takes minutes.

Run with keras 3.15.1: python record-keras.py > keras.json
"""

import inspect
import json
import re

import keras

# Base classes and what takes no arguments of its own.
PLAIN = ("self", "args", "kwargs", "name", "dtype", "trainable")


def classes(module, base):
    """Returns the names of the public classes of a module that derive from `base`."""
    found = vars(module).items()
    return sorted(
        name
        for name, value in found
        if inspect.isclass(value) and issubclass(value, base) and value is not base
    )


def arguments(layer):
    """Returns a layer's arguments in order as one text, `*` before a required one."""
    parameters = inspect.signature(layer.__init__).parameters.values()
    return " ".join(
        ("*" if parameter.default is parameter.empty else "") + parameter.name
        for parameter in parameters
        if parameter.name not in PLAIN
    )


def network(build):
    """Returns the channels of a network's features and the least side of its images."""
    try:
        build(include_top=False, weights=None, input_shape=(8, 8, 3))
        least = 8
    except ValueError as error:
        least = int(re.search(r"at least (\d+)x", str(error))[1])
    features = build(include_top=False, weights=None).output_shape[-1]
    keras.backend.clear_session()
    return [features, least]


def main():
    """Prints the names."""
    layers = classes(keras.layers, keras.layers.Layer)
    print(
        json.dumps(
            {
                "keras": keras.__version__,
                "losses": classes(keras.losses, keras.losses.Loss),
                "metrics": classes(keras.metrics, keras.metrics.Metric),
                "optimizers": classes(keras.optimizers, keras.optimizers.Optimizer),
                "applications": {
                    name: network(build)
                    for name, build in sorted(vars(keras.applications).items())
                    if inspect.isfunction(build)
                },
                "layers": {name: arguments(getattr(keras.layers, name)) for name in layers},
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
