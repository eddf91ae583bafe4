"""Runs a program block by block on made data and tells the state after each: names, types and shapes, or the error."""

import ast
import importlib
import json
import os
import sys
import time
import traceback
from pathlib import Path

STRAIGHT = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr)
SILENT = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)


def split_blocks(tree):
    """Returns lists of statements: a run of straight statements without a blank line, or one compound statement."""
    blocks = []
    for node in tree.body:
        last = blocks[-1][-1] if blocks else None
        joins = (
            isinstance(node, STRAIGHT)
            and isinstance(last, STRAIGHT)
            and node.lineno == last.end_lineno + 1
        )
        if joins or (isinstance(node, SILENT) and isinstance(last, SILENT)):
            blocks[-1].append(node)
        else:
            blocks.append([node])
    return blocks


def describe(value):
    """Returns type and shape of a value; no number that another run would draw otherwise."""
    name = type(value).__name__
    shape = getattr(value, "shape", None)
    dtype = getattr(value, "dtype", None)
    if hasattr(value, "output_shape") and hasattr(value, "count_params"):
        return f"{name}: {value.input_shape} -> {value.output_shape}"
    if shape is not None and not callable(shape):
        return f"{name} of shape {tuple(shape)}" + (f", {dtype}" if dtype is not None else "")
    if isinstance(value, (int, bool, type(None))):
        return f"{name} {value}"
    if hasattr(value, "__len__"):
        return f"{name} of length {len(value)}"
    return name


def fit_one_epoch():
    """Cuts every fit to one epoch: a verdict needs no trained network."""
    import keras

    fit = keras.Model.fit

    def shortened(self, *args, **options):
        if len(args) > 3:
            args = (*args[:3], 1, *args[4:])
        else:
            options["epochs"] = 1
        options.setdefault("verbose", 0)
        return fit(self, *args, **options)

    keras.Model.fit = shortened


def run_block(block, source, scope):
    """Executes one block; returns its row."""
    code = "\n".join(source[block[0].lineno - 1 : block[-1].end_lineno])
    before = dict(scope)
    row = {"code": code, "state": {}, "error": None}
    try:
        exec(compile(ast.Module(body=block, type_ignores=[]), "program.py", "exec"), scope)
    except BaseException as error:
        lines = [line for line in traceback.extract_tb(error.__traceback__) if line.filename == "program.py"]
        where = f" (line {lines[-1].lineno})" if lines else ""
        row["error"] = f"{type(error).__name__}: {error}"[:500] + where
    if not isinstance(block[0], SILENT):
        changed = {name: value for name, value in scope.items() if before.get(name) is not value}
        for name, value in changed.items():
            if name.startswith("__"):
                continue
            try:
                row["state"][name] = describe(value)
            except Exception as error:
                row["state"][name] = type(error).__name__
    return row


def main(job_file):
    """Reads the job {program, work, made, seconds}, writes blocks.jsonl."""
    job = json.loads(Path(job_file).read_text())
    work = Path(job["work"])
    sys.path.insert(0, str(Path(__file__).parent))
    if job["made"] is not None:
        parts = importlib.import_module("made_data.parts")
        parts.make_parts(work / "data", job["made"])
    os.chdir(work)
    os.environ["MPLBACKEND"] = "Agg"
    fit_one_epoch()
    text = Path(job["program"]).read_text()
    source = text.splitlines()
    scope = {"__name__": "__main__"}
    ends = time.monotonic() + job["seconds"]
    with (work / "blocks.jsonl").open("w") as rows:
        for block in split_blocks(ast.parse(text)):
            if time.monotonic() > ends:
                break
            row = run_block(block, source, scope)
            rows.write(json.dumps(row) + "\n")
            rows.flush()
            if row["error"] is not None:
                break


main(sys.argv[1])
