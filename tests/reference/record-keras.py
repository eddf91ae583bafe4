"""Records which losses, metrics, optimizers, networks and layers Keras has, layers with their arguments: keras.json.

Run with keras 3.15.1: python record-keras.py > keras.json
"""

import inspect
import json

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
                "applications": sorted(
                    name
                    for name, value in vars(keras.applications).items()
                    if inspect.isfunction(value)
                ),
                "layers": {name: arguments(getattr(keras.layers, name)) for name in layers},
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
