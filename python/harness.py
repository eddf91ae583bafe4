"""Runs a generated project step by step, inside the sandbox.

Keras is imported once; every step is a fork of this process, so that it starts as a fresh process would (own
folder, arguments, random state, exit code) without paying for the import again. This process runs no code of
the project and is closed to those that do.

Usage: CHANNEL=4 harness.py JOB.json. Each line on the channel is a JSON event; what a step finds is written to
WORK/NAME.jsonl, and what it prints to WORK/logs/NAME.log. The project may write into these files as it likes:
the caller has judge.py look at what training left.
"""

import importlib
import json
import os
import runpy
import shutil
import signal
import sys
import time
import traceback
import warnings
from pathlib import Path

from parent_process import close_process, emit, open_channel

HERE = Path(__file__).resolve().parent
# Files of a project that run as commands.
COMMANDS = {"explore": "data.py", "train": "train.py", "evaluate": "evaluate.py"}
OWN_FILES = ("data.py", "model.py", "train.py", "evaluate.py", "predict.py", "script.py")
# Step -> the steps that must have passed before.
NEEDS = {
    "make_data": [],
    "inspect": ["make_data"],
    "train": ["make_data"],
    "explore": ["make_data"],
    "reload": ["train"],
    "evaluate": ["train"],
    "predict": ["reload"],
    "script": ["make_data"],
    "tests": [],
    "train_fully": ["inspect", "train", "evaluate"],
    "evaluate_fully": ["train_fully"],
}


def prepare_process(threads):
    """Sets what TensorFlow, NumPy and matplotlib read when they are imported."""
    os.environ.update(
        {
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "CUDA_VISIBLE_DEVICES": "-1",
            "MPLBACKEND": "Agg",
            "KERAS_BACKEND": "tensorflow",
            # A thread that is there before the fork would be missing after it.
            "ARROW_DEFAULT_MEMORY_POOL": "system",
            "JE_ARROW_MALLOC_CONF": "background_thread:false",
            "OMP_NUM_THREADS": str(threads),
            "OPENBLAS_NUM_THREADS": "1",
            "TF_NUM_INTRAOP_THREADS": str(threads),
            "TF_NUM_INTEROP_THREADS": str(threads),
            "MALLOC_ARENA_MAX": "2",
        }
    )
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    sys.dont_write_bytecode = True
    home = Path(os.environ["HOME"])
    fonts = home / "matplotlib"
    fonts.mkdir(parents=True, exist_ok=True)
    os.environ["MPLCONFIGDIR"] = str(fonts)
    for file in (Path(sys.prefix) / "fonts").glob("fontlist-*.json"):
        shutil.copy(file, fonts)


def thread_names():
    """Returns the names of this process's threads, none where /proc does not tell."""
    folder = Path("/proc/self/task")
    return [(task / "comm").read_text().strip() for task in sorted(folder.glob("*"))]


def import_libraries():
    """Imports what projects import, running nothing; returns the versions."""
    sys.path.insert(0, str(HERE))
    import keras
    import matplotlib.pyplot
    import numpy
    import pandas
    import PIL.Image
    import sklearn.ensemble
    import sklearn.linear_model
    import sklearn.metrics
    import sklearn.pipeline
    import sklearn.preprocessing
    import tensorflow as tf
    from tensorflow.python.eager import context

    sys.path.remove(str(HERE))
    threads = thread_names()
    if context._context is not None or len(threads) > 1:
        raise SystemExit(f"forking is not safe, threads were started on import: {threads}")
    return {
        "python": sys.version.split()[0],
        "tensorflow": tf.__version__,
        "keras": keras.__version__,
        "numpy": numpy.__version__,
        "pandas": pandas.__version__,
        "scikit-learn": sklearn.__version__,
        "matplotlib": matplotlib.__version__,
        "pillow": PIL.__version__,
    }


class Project:
    """The project of the job: its folders and how far it has come."""

    def __init__(self, row):
        self.folder = Path(row["project"])
        self.work = Path(row["work"])
        self.made = row.get("made")
        self.limit = row["limit"]
        self.data = Path(row["data"]) if row.get("data") else self.work / "data"
        self.artifacts = self.work / "artifacts"
        self.steps = {name: "waiting" for name in row["steps"]}
        self.seconds = row["seconds"]
        (self.work / "logs").mkdir(parents=True, exist_ok=True)

    def ready(self):
        """Returns the next step that may start, or None; steps whose needs failed are skipped."""
        for name, status in self.steps.items():
            if status != "waiting":
                continue
            needed = [self.steps.get(need, "passed") for need in NEEDS[name]]
            if any(status in ("failed", "skipped") for status in needed):
                self.steps[name] = "skipped"
            elif all(status == "passed" for status in needed):
                return name
        return None


def record(project, name, **facts):
    """Appends what a step found to its file."""
    with (project.work / f"{name}.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(facts, default=str) + "\n")


def run_file(project, file, *arguments):
    """Runs a file of the project as `python file arguments` would."""
    sys.argv = [file, *map(str, arguments)]
    runpy.run_path(str(project.folder / file), run_name="__main__")


def make_data(project):
    """Makes data of the declared kind."""
    sys.path.insert(0, str(HERE))
    made_data = importlib.import_module("made_data.parts")
    made_data.make_parts(project.data, project.made)


def run_command(name, project, output):
    """Runs data.py, train.py or evaluate.py on the smoke data."""
    options = ["--data-dir", project.data, "--output-dir", output]
    if name == "train":
        options += ["--epochs", 1]
    if name != "explore":
        options += ["--limit", project.limit]
    run_file(project, COMMANDS[name], *options)


def run_predict(project):
    """Runs predict.py on the example that the step before named."""
    rows = [json.loads(line) for line in (project.work / "reload.jsonl").read_text().splitlines()]
    example = next(row["example"] for row in rows if "example" in row)
    output = project.work / "predictions" / "predictions.csv"
    output.parent.mkdir(exist_ok=True)
    options = ["--output", output, "--output-dir", project.artifacts, "--data-dir", project.data]
    run_file(project, "predict.py", "--input", example, *options)


def run_script(project):
    """Runs script.py: everything, with one epoch."""
    options = ["--output-dir", project.work / "script", "--epochs", 1, "--limit", project.limit]
    run_file(project, "script.py", "--data-dir", project.data, *options)


def run_tests(project):
    """Runs the project's own tests."""
    import pytest

    base = project.work / "pytest"
    code = pytest.main(["-q", "-p", "no:cacheprovider", f"--basetemp={base}", "tests"])
    record(project, "tests", exit=int(code))
    if code != 0:
        raise SystemExit(int(code))


def step_function(name):
    """Returns the function that runs a step in its own process."""
    import harness_model

    return {
        "make_data": make_data,
        "inspect": lambda project: harness_model.inspect_project(project, record),
        "reload": lambda project: harness_model.reload_model(project, record),
        "predict": run_predict,
        "script": run_script,
        "tests": run_tests,
        "train_fully": lambda project: run_file(
            project, "train.py", "--data-dir", project.data, "--output-dir", project.work / "full"
        ),
        "evaluate_fully": lambda project: run_file(
            project,
            "evaluate.py",
            "--data-dir",
            project.data,
            "--output-dir",
            project.work / "full",
        ),
    }.get(name, lambda project: run_command(name, project, project.artifacts))


def show_deprecations():
    """Logs deprecations of what the project's own code calls, which Python ignores by default."""
    own = rf"(?:__main__|{'|'.join(file.removesuffix('.py') for file in OWN_FILES)})$"
    warnings.filterwarnings("default", category=DeprecationWarning, module=own)


def run_step(name, project):
    """Runs a step in the process it was forked for; never returns."""
    os.setsid()
    close_process(False)
    log = os.open(
        project.work / "logs" / f"{name}.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600
    )
    os.dup2(log, 1)
    os.dup2(log, 2)
    code = 1
    try:
        os.chdir(project.folder)
        show_deprecations()
        function = step_function(name)
        sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != HERE]
        sys.path.insert(0, str(project.folder))
        function(project)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if code and not isinstance(end.code, int):
            print(end.code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code & 0xFF)


def start(name, project, channel):
    """Forks a step; returns its row in the table of running ones."""
    emit(channel, event="start", step=name)
    project.steps[name] = "running"
    sys.stdout.flush()
    identity = os.fork()
    if identity == 0:
        channel.close()
        run_step(name, project)
    limit = project.seconds["full" if name == "train_fully" else "step"]
    return identity, {"name": name, "began": time.monotonic(), "limit": limit}


def finish(project, row, code, channel):
    """Notes how a step ended."""
    name = row["name"]
    project.steps[name] = "passed" if code == 0 else "failed"
    ms = round((time.monotonic() - row["began"]) * 1000)
    emit(channel, event="end", step=name, exit=code, ms=ms, timeout=row.get("killed", False))


def kill_late(running):
    """Ends steps that ran longer than they may."""
    for identity, row in running.items():
        if time.monotonic() - row["began"] > row["limit"] and not row.get("killed"):
            row["killed"] = True
            os.killpg(identity, signal.SIGKILL)


def run_all(project, lanes, channel):
    """Runs every step of the project, at most `lanes` at once."""
    running = {}
    while True:
        while len(running) < lanes and (step := project.ready()) is not None:
            identity, row = start(step, project, channel)
            running[identity] = row
        if not running:
            break
        identity, status = os.waitpid(-1, os.WNOHANG)
        if identity == 0:
            kill_late(running)
            time.sleep(0.02)
        elif identity in running:
            finish(project, running.pop(identity), os.waitstatus_to_exitcode(status), channel)
    shutil.rmtree(project.work / "pytest", ignore_errors=True)
    emit(channel, event="finished")


def main():
    """Reads the job and runs it."""
    channel = open_channel()
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    prepare_process(job["threads"])
    versions = import_libraries()
    emit(channel, event="imported", versions=versions)
    sys.path.insert(0, str(HERE))
    import harness_model  # noqa: F401  (imported before the forks)

    close_process(True)
    run_all(Project(job["project"]), job["lanes"], channel)


if __name__ == "__main__":
    main()
