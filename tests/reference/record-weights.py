"""Records which file each network of keras.applications asks for without its top: weights.json.

Keras is asked itself: its download function is replaced by one that notes what it is called with. Every network is
built for it, which takes minutes.

Run with keras 3.15.1: python record-weights.py > weights.json
"""

import json

import keras
from keras.src.utils import file_utils


class Asked(Exception):
    """Ends the building of a network once it has asked for its file."""


def note(fname, origin, file_hash=None, **_):
    """Stands in for `get_file`."""
    raise Asked(fname, origin, file_hash)


def main():
    """Prints a row for every network: file name, address, hash (null where Keras states none)."""
    file_utils.get_file = note
    rows = {}
    for name, build in sorted(vars(keras.applications).items()):
        if not name[0].isupper():
            continue
        try:
            build(include_top=False, weights="imagenet")
        except Asked as asked:
            rows[name] = asked.args
        keras.backend.clear_session()
    print(json.dumps({"keras": keras.__version__, "rows": rows}, indent=1))


if __name__ == "__main__":
    main()
