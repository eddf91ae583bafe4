"""What the harness asks a project's own code: does it import, read, build, learn, reload (S1-S5).

Each finding is one record; the caller decides what passes. Nothing here runs before a fork.
"""

import ast
import functools
import importlib
import importlib.util
import inspect
import json
import math
import time

MODULES = ("data", "model", "train", "evaluate", "predict")
# Bounds of the check that a network can overfit one batch.
OVERFIT_ITEMS = 16
# Large items are overfitted in smaller batches: at most so many input values, at least two items.
OVERFIT_VALUES = 2_000_000
OVERFIT_STEPS = 400
OVERFIT_SECONDS = 20
# However slow the machine: a fall can be seen from here on, whatever is dropped out.
LEAST_STEPS = 20


def inspect_project(project, record):
    """Records imports (S1), batches (S2), the live model (S3, S6) and whether it learns (S4)."""
    for stage, check in STAGES.items():
        began = time.monotonic()
        facts = check(project)
        record(
            project, "inspect", stage=stage, ms=round((time.monotonic() - began) * 1000), **facts
        )


def check_imports(project):
    """Finds every imported module, also beside the file, then imports the project's own."""
    missing = set()
    for file in sorted(project.folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [node.module] if isinstance(node, ast.ImportFrom) and node.level == 0 else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            tops = {name.split(".")[0] for name in names}
            tops = {top for top in tops if not (file.parent / f"{top}.py").is_file()}
            missing |= {top for top in tops if importlib.util.find_spec(top) is None}
    if missing:
        raise SystemExit(f"not in the environment: {', '.join(sorted(missing))}")
    for name in MODULES:
        importlib.import_module(name)
    return {}


@functools.cache
def prepared(project):
    """Returns what the project's `prepare` gives; read once a process."""
    return importlib.import_module("data").prepare(project.data, limit=project.limit)


def describe_spec(spec):
    """Returns shape and type of every tensor of an element spec."""
    import tensorflow as tf

    return [[list(part.shape), part.dtype.name] for part in tf.nest.flatten(spec)]


def check_data(project):
    """Reads one batch of each split; numbers must be finite."""
    import numpy as np
    import tensorflow as tf

    ready = prepared(project)
    json.dumps(ready.state)
    facts = {"sizes": ready.state.get("sizes", {}), "splits": {}}
    for name in ("train", "validation", "test"):
        dataset = getattr(ready, name)
        batch = next(iter(dataset.take(1)), None)
        if batch is None:
            raise SystemExit(f"the split {name} gives no batch")
        for part in tf.nest.flatten(batch):
            if part.dtype.is_floating and not np.isfinite(part.numpy()).all():
                raise SystemExit(f"the split {name} gives numbers that are not finite")
        facts["splits"][name] = describe_spec(dataset.element_spec)
    if len(importlib.import_module("data").load_data(project.data)) != 3:
        raise SystemExit("load_data gives no three datasets")
    return facts


def build(project, **options):
    """Returns the project's model for its data."""
    sizes = prepared(project).state.get("sizes", {})
    return importlib.import_module("model").build_model(**sizes, **options)


def build_as_planned(project, model):
    """Returns the model of the sizes that the plan states, which small data need not have."""
    function = importlib.import_module("model").build_model
    parameters = inspect.signature(function).parameters
    sizes = prepared(project).state.get("sizes", {})
    same = all(parameters[name].default == size for name, size in sizes.items())
    return model if same else function()


def number(value):
    """Returns a number for a Python or Keras scalar, else None."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def describe_layers(model):
    """Returns class and configuration of every layer, those of inner models in place."""
    import keras

    rows = []
    for layer in model._flatten_layers(include_self=False, recursive=False):
        row = {"class": type(layer).__name__, "name": layer.name}
        if isinstance(layer, keras.Model):
            row["layers"] = describe_layers(layer)
        try:
            row["config"] = json.loads(json.dumps(layer.get_config(), default=str))
        except (NotImplementedError, TypeError, ValueError):
            row["config"] = {}
        rows.append(row)
    return rows


def argument_names():
    """Returns the argument names of every Keras layer, in order."""
    import keras

    rows = {}
    for name, value in vars(keras.layers).items():
        if isinstance(value, type) and issubclass(value, keras.layers.Layer):
            parameters = list(inspect.signature(value.__init__).parameters)[1:]
            rows[name] = [
                parameter for parameter in parameters if parameter not in ("args", "kwargs")
            ]
    return rows


def loss_names(loss):
    """Returns the names of a compiled loss, which may be one, a list or a dictionary."""
    import keras

    if loss is None:
        return []
    if isinstance(loss, dict | list | tuple):
        parts = loss.values() if isinstance(loss, dict) else loss
        return [name for part in parts for name in loss_names(part)]
    if isinstance(loss, str):
        return [loss]
    if isinstance(loss, keras.losses.Loss):
        return [loss.name, type(loss).__name__]
    return [getattr(loss, "__name__", type(loss).__name__)]


def metric_names(metrics):
    """Returns the names of compiled metrics."""
    if metrics is None:
        return []
    if isinstance(metrics, dict | list | tuple):
        parts = metrics.values() if isinstance(metrics, dict) else metrics
        return [name for part in parts for name in metric_names(part)]
    if isinstance(metrics, str):
        return [metrics]
    names = [getattr(metrics, "name", None), getattr(metrics, "__name__", type(metrics).__name__)]
    return [name for name in names if name]


def describe_optimizers(model):
    """Returns class and learning rate of every optimizer the model holds."""
    import keras

    found = [
        value for value in vars(model).values() if isinstance(value, keras.optimizers.Optimizer)
    ]
    own = getattr(model, "optimizer", None)
    found = [own, *found] if own is not None else found
    rows = {}
    for optimizer in found:
        schedule = getattr(optimizer, "_learning_rate", None)
        start = getattr(schedule, "initial_learning_rate", None)
        rate = number(start if start is not None else optimizer.learning_rate)
        rows[id(optimizer)] = {"class": type(optimizer).__name__, "learningRate": rate}
    return list(rows.values())


def shapes(tensors):
    """Returns the shapes of a model's inputs or outputs."""
    import keras

    return [list(part.shape) for part in keras.tree.flatten(tensors)]


def default_of(function, name):
    """Returns a number that a function takes by default, else None."""
    return number(inspect.signature(function).parameters[name].default)


def check_model(project):
    """Builds the model and describes it as it is: layers, optimizer, loss, metrics, shapes."""
    import keras

    model = build(project)
    train = importlib.import_module("train")
    configuration = model.get_compile_config() if getattr(model, "compiled", False) else None
    compiled = configuration or {}
    metrics = getattr(model, "_compile_metrics", None)
    user_metrics = getattr(metrics, "_user_metrics", None)
    return {
        "class": type(model).__name__,
        "compiled": bool(getattr(model, "compiled", False)),
        "parameters": model.count_params() if model.built else None,
        "inputs": shapes(getattr(model, "inputs", None) or []),
        "outputs": shapes(getattr(model, "outputs", None) or []),
        "layers": describe_layers(build_as_planned(project, model)),
        "arguments": argument_names(),
        "optimizers": describe_optimizers(model),
        "losses": loss_names(getattr(model, "loss", None) or compiled.get("loss"))
        + loss_names(
            [value for value in vars(model).values() if isinstance(value, keras.losses.Loss)]
        ),
        "metrics": metric_names(user_metrics),
        "tracked": [metric.name for metric in model.metrics] if model.built else [],
        "epochs": default_of(train.train_model, "epochs"),
        "batchSize": default_of(train.train_model, "batch_size"),
        "learningRate": default_of(train.train_model, "learning_rate"),
    }


def loss_floor(model, inputs, targets):
    """Returns the least loss possible: cross-entropy of soft targets with themselves, else 0."""
    import keras

    names = " ".join(loss_names(getattr(model, "loss", None))).lower()
    if "crossentropy" not in names.replace("_", "") or "sparse" in names:
        return 0.0
    if not hasattr(targets, "dtype") or not targets.dtype.is_floating:
        return 0.0
    scores = model(inputs, training=False)
    if not hasattr(scores, "shape") or scores.shape[1:] != targets.shape[1:]:
        return 0.0
    function = (
        keras.losses.binary_crossentropy
        if "binary" in names
        else keras.losses.categorical_crossentropy
    )
    share = getattr(model.loss, "label_smoothing", 0.0)
    even = 0.5 if "binary" in names else 1 / targets.shape[-1]
    soft = targets * (1 - share) + share * even
    return float(keras.ops.mean(function(soft, soft)))


def first_items(batch, count):
    """Returns the first items of every tensor in a batch."""
    import tensorflow as tf

    return tf.nest.map_structure(lambda part: part[:count], batch)


def overfit_items(batch):
    """Returns how many items of a batch can be overfitted in seconds."""
    import tensorflow as tf

    inputs = batch[0] if isinstance(batch, tuple) else batch
    values = sum(int(tf.size(part[0])) for part in tf.nest.flatten(inputs))
    return max(2, min(OVERFIT_ITEMS, OVERFIT_VALUES // max(1, values)))


def check_learning(project):
    """Trains on one batch until the loss has fallen by half above its floor."""
    import keras

    keras.utils.set_random_seed(0)
    rate = default_of(importlib.import_module("train").train_model, "learning_rate") or 0.001
    model = build(project, learning_rate=max(rate, 0.001))
    if type(model).train_step is not keras.Model.train_step:
        return {"skipped": "the model has a training step of its own, its losses need not fall"}
    batch = next(iter(prepared(project).train.take(1)))
    batch = first_items(batch, overfit_items(batch))
    if not isinstance(batch, tuple) or len(batch) < 2:
        return {"skipped": "the data have no targets"}
    inputs, targets = batch[:2]
    floor = loss_floor(model, inputs, targets)
    losses, began = [], time.monotonic()
    first = best = None
    for step in range(OVERFIT_STEPS):
        result = model.train_on_batch(*batch, return_dict=True)
        extra = float(sum(model.losses)) if model.losses else 0.0
        loss = float(result["loss"]) - extra - floor
        losses.append(loss)
        if not math.isfinite(loss):
            raise SystemExit(f"the loss of one batch is {loss} after {step + 1} steps")
        first = loss if first is None else first
        best = min(losses)
        late = time.monotonic() - began > OVERFIT_SECONDS and step + 1 >= LEAST_STEPS
        if best <= first / 2 or late:
            break
    return {
        "first": first,
        "best": best,
        "floor": floor,
        "steps": len(losses),
        "all": OVERFIT_STEPS,
    }


def stated_facts(project):
    """Returns the facts of the data as plan.json states them."""
    plan = json.loads((project.folder / "plan.json").read_text(encoding="utf-8"))
    return (plan.get("Data") or {}).get("facts", {})


def count_rows(path, headed):
    """Returns the rows of a table file, 1 for any other file, the files of a folder; None if unknown."""
    import pandas as pd

    suffix = path.suffix.lower()
    if path.is_dir():
        return sum(1 for file in path.rglob("*") if file.is_file())
    if suffix in (".csv", ".tsv", ".data"):
        header = "infer" if headed else None
        options = {"engine": "python", "header": header, "encoding_errors": "replace"}
        return len(pd.read_csv(path, sep=None, **options))
    if suffix == ".parquet":
        return len(pd.read_parquet(path))
    unknown = (".json", ".jsonl", ".npy", ".npz", ".txt", ".xlsx", ".sqlite", ".sqlite3", ".db")
    return None if suffix in unknown else 1


def save_batch(file, **parts):
    """Saves inputs, outputs and targets as plain arrays, NAME:KEY, or NAME:0, NAME:1 ... where they have no names."""
    import numpy as np

    arrays = {}
    for name, part in parts.items():
        rows = part if isinstance(part, dict) else dict(enumerate(flatten(part)))
        arrays |= {f"{name}:{key}": plain_array(np.asarray(row)) for key, row in rows.items()}
    np.savez(file, **arrays)


def flatten(structure):
    """Returns the tensors of a structure, none of None."""
    import tensorflow as tf

    return [] if structure is None else tf.nest.flatten(structure)


def plain_array(array):
    """Returns texts as bytes of one length; arrays of objects could not be read back."""
    return array.astype("S") if array.dtype.kind == "O" else array


def reload_model(project, record):
    """Loads the saved model in safe mode, predicts a test batch for judge.py, and names the example for predict.py."""
    import keras

    importlib.import_module("model")
    model = keras.models.load_model(project.artifacts / "model.keras")
    state = json.loads((project.artifacts / "preprocessing.json").read_text(encoding="utf-8"))
    ready = importlib.import_module("data").prepare(project.data, limit=project.limit, state=state)
    batch = next(iter(ready.test.take(1)))
    inputs = batch[0] if isinstance(batch, tuple) else batch
    targets = batch[1] if isinstance(batch, tuple) and len(batch) > 1 else None
    outputs = model.predict_on_batch(inputs)
    save_batch(project.work / "reload.npz", inputs=inputs, outputs=outputs, targets=targets)
    example = importlib.import_module("predict").example_input(project.data)
    headed = stated_facts(project).get("HEADER", True)
    record(project, "reload", example=str(example), rows=count_rows(example, headed))


STAGES = {"S1": check_imports, "S2": check_data, "S3": check_model, "S4": check_learning}
