"""Judges what training left, in a sandbox and a process of its own that never runs code of a project.

The saved model is loaded in safe mode and asked again for the predictions of a test batch. Where it has classes
of the project's own it cannot be loaded without running the project: then its weights are read, and the
predictions are those that the project's process saved.

Usage: CHANNEL=4 judge.py. Each line on standard input is a job {"id", "nonce", "folder", "seconds"}; the answer
on the channel is {"id", "nonce", "facts"}, or {"id", "nonce", "error"}. FOLDER holds model.keras and reload.npz.
"""

import json
import math
import os
import select
import signal
import sys
import time
import zipfile
from pathlib import Path

from parent_process import close_process, emit, open_channel

HERE = Path(__file__).resolve().parent
MOST_ANSWER = 100_000
MOST_CONFIGURATION = 50_000_000
# How far predictions of the same weights on the same machine may lie apart.
RELATIVE, ABSOLUTE = 1e-3, 1e-4


def foreign_names(node):
    """Returns the classes and functions of a saved configuration that Keras and KerasHub have not got."""
    found = set()
    queue = [node]
    while queue:
        part = queue.pop()
        if isinstance(part, list):
            queue.extend(part)
        if not isinstance(part, dict):
            continue
        queue.extend(part.values())
        name = str(part.get("class_name", ""))
        if not name or "config" not in part or (name.startswith("__") and name != "__lambda__"):
            continue  # tensors and slices have names like __keras_tensor__
        package = str(part.get("module")).split(".")[0]
        # Classes that a project registers have names like package>Name; so have those of KerasHub, which Keras
        # finds by importing it alone.
        registered = str(part.get("registered_name"))
        of_hub = package == "keras_hub" and registered.startswith("keras_hub>")
        if not of_hub and (package != "keras" or ">" in registered):
            found.add(name)
    return found


def read_configuration(file):
    """Returns the configuration of a saved model."""
    with zipfile.ZipFile(file) as archive:
        if archive.getinfo("config.json").file_size > MOST_CONFIGURATION:
            raise ValueError("the configuration is too large")
        return json.loads(archive.read("config.json"))


def read_batch(file):
    """Returns inputs, outputs and targets of the batch: dictionaries of arrays."""
    import numpy as np

    parts = {"inputs": {}, "outputs": {}, "targets": {}}
    with np.load(file, allow_pickle=False) as arrays:
        for name in arrays.files:
            part, key = name.split(":", 1)
            parts[part][key] = arrays[name]
    return parts


def as_given(arrays):
    """Returns arrays with names as a dictionary, one as itself, several as a list; texts as TensorFlow has them."""
    import tensorflow as tf

    rows = {
        key: tf.constant(array) if array.dtype.kind == "S" else array for key, array in arrays.items()
    }
    if not all(key.isdigit() for key in rows):
        return rows
    values = list(rows.values())
    return values[0] if len(values) == 1 else values


def weight_facts(file):
    """Returns how many numbers the weights of a saved model are, and whether all are finite."""
    import io

    import h5py
    import numpy as np

    count, finite = 0, True

    def visit(_name, node):
        nonlocal count, finite
        if isinstance(node, h5py.Dataset) and node.dtype.kind in "fiu":
            count += int(node.size)
            finite = finite and bool(np.isfinite(node[()]).all())

    with zipfile.ZipFile(file) as archive, archive.open("model.weights.h5") as stored:
        with h5py.File(io.BytesIO(stored.read()), "r") as weights:
            weights.visititems(visit)
    return {"weights": count, "finiteWeights": finite}


def recompute(model, inputs, predicted, targets):
    """Returns the loss of the batch as the model was compiled; None where that needs code of the project."""
    if not targets or not model.compiled:
        return None
    try:
        return float(model.compute_loss(inputs, as_given(targets), predicted, training=False))
    except (TypeError, ValueError):
        return None  # the project trains otherwise than by the compiled loss


def judge(folder):
    """Returns what can be said of a saved model without running the project."""
    import keras
    import numpy as np

    file = folder / "model.keras"
    configuration = read_configuration(file)
    compiled = configuration.pop("compile_config", None)
    foreign = sorted(foreign_names(configuration))
    batch = read_batch(folder / "reload.npz")
    facts = {"own": foreign, "loss": None, "finiteLoss": None, "same": None, "inputs": [], **weight_facts(file)}
    outputs = batch["outputs"]
    if not foreign:
        model = keras.models.load_model(file, compile=not foreign_names(compiled), safe_mode=True)
        inputs = as_given(batch["inputs"])
        predicted = model(inputs, training=False)
        rows = predicted.items() if isinstance(predicted, dict) else enumerate(keras.tree.flatten(predicted))
        outputs = {str(key): np.asarray(part) for key, part in rows}
        facts["same"] = outputs.keys() == batch["outputs"].keys() and all(
            part.shape == batch["outputs"][key].shape
            and np.allclose(part, batch["outputs"][key], RELATIVE, ABSOLUTE, equal_nan=True)
            for key, part in outputs.items()
        )
        facts["inputs"] = [list(part.shape) for part in keras.tree.flatten(model.inputs)]
        loss = recompute(model, inputs, predicted, batch["targets"])
        facts["finiteLoss"] = None if loss is None else math.isfinite(loss)
        facts["loss"] = loss if facts["finiteLoss"] else None
    return facts | {
        "items": int(next(iter(batch["inputs"].values())).shape[0]),
        "outputs": [list(part.shape) for part in outputs.values()],
        "finite": all(bool(np.isfinite(part).all()) for part in outputs.values() if part.dtype.kind == "f"),
    }


def answer_in_fork(job, channel):
    """Judges one model in a fork that is closed to others; returns its facts or its error."""
    reading, writing = os.pipe()
    identity = os.fork()
    if identity == 0:
        channel.close()
        os.close(reading)
        code = 1
        try:
            answer = {"facts": judge(Path(job["folder"]))}
            code = 0
        except BaseException as error:
            answer = {"error": f"{type(error).__name__}: {error}"[:500]}
        os.write(writing, json.dumps(answer).encode()[:MOST_ANSWER])
        os._exit(code)
    os.close(writing)
    text, end = b"", time.monotonic() + job["seconds"]
    while len(text) <= MOST_ANSWER:
        ready, _, _ = select.select([reading], [], [], max(0, end - time.monotonic()))
        part = os.read(reading, 65536) if ready else b""
        if not part:
            break
        text += part
    os.close(reading)
    os.kill(identity, signal.SIGKILL)
    os.waitpid(identity, 0)
    try:
        return json.loads(text)
    except ValueError:
        return {"error": "the saved model cannot be judged: the process ended, or took too long"}


def main():
    """Answers jobs until there are no more."""
    channel = open_channel()
    from harness import prepare_process

    prepare_process(1)
    import h5py  # noqa: F401  (imported before the forks)
    import keras  # noqa: F401

    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != HERE]
    close_process(True)
    for line in sys.stdin:
        job = json.loads(line)
        emit(channel, id=job["id"], nonce=job["nonce"], **answer_in_fork(job, channel))


if __name__ == "__main__":
    main()
