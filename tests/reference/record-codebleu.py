"""Records what codebleu 0.7.0 scores, as numbers only, for src/metrics/codebleu.parity.test.ts.

Usage: python record-codebleu.py OUT.json [DATA]. Run it with both grammars, each in its own environment:
  codebleu==0.7.0 tree-sitter==0.22.3 tree-sitter-python==0.21.0   -> codebleu-grammar-0.21.json
  codebleu==0.7.0 tree-sitter==0.25.2 tree-sitter-python==0.25.0   -> codebleu-grammar-0.25.json

codebleu orders data flow by Python sets of strings, so its score depends on PYTHONHASHSEED. "dataflow" is recorded with
sets that keep the order of insertion; "dataflowSeeds" is the unchanged package under the process's own seeds.
"""

import importlib.metadata
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import codebleu.dataflow_match
import codebleu.parser.DFG
from codebleu import calc_codebleu

HERE = Path(__file__).parent
SEEDS = ("0", "1", "2")
PAIRS = 320


class OrderedSet(dict):
    def __init__(self, items=()):
        super().__init__(dict.fromkeys(items))

    def add(self, item):
        self[item] = None


def code_of(text):
    """The fenced blocks of a reply, or all of it."""
    blocks = re.findall(r"^```[^\n]*\n(.*?)^```", text, re.S | re.M)
    return "\n".join(blocks) if blocks else re.sub(r"^```[^\n]*\n?", "", text, flags=re.M)


def read(path):
    return path.read_bytes().decode("utf-8")


def own_pairs():
    files = sorted((HERE / "programs").glob("*.py"))
    return [(f"{c.stem}->{r.stem}", read(r), read(c)) for r in files for c in files]


def data_pairs(data):
    tasks = Path(data) / "tasks"
    references = {path.parent.name: read(path) for path in sorted(tasks.glob("*/reference.py"))}
    candidates = [
        (path.parent.parent.name, path.stem, code_of(read(path)))
        for task in references
        for path in sorted((tasks / task / "published").glob("*.txt"))
    ]
    every = [
        (f"{task}/{method}->{other}", references[other], code)
        for other in references
        for task, method, code in candidates
    ]
    own = [pair for pair in every if pair[0].split("/")[0] == pair[0].split("->")[1]]
    others = [pair for pair in every if pair not in own]
    step = len(others) / (PAIRS - len(own))
    return own + [others[int(at * step)] for at in range(PAIRS - len(own))]


def score(references, candidates):
    try:
        scores = calc_codebleu(references, candidates, "python")
    except ZeroDivisionError:
        return None
    names = ("ngram_match_score", "weighted_ngram_match_score", "syntax_match_score", "dataflow_match_score")
    return [scores[name] for name in names] + [scores["codebleu"]]


def main():
    target = sys.argv[1]
    data = sys.argv[2] if len(sys.argv) > 2 else None
    own, real = own_pairs(), data_pairs(data) if data else []
    if target == "-":
        print(json.dumps([score([r], [c])[3] for _, r, c in own + real]))
        return
    seeds = []
    for seed in SEEDS:
        done = subprocess.run(
            [sys.executable, __file__, "-", *sys.argv[2:]],
            env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True, text=True,
        )
        seeds.append(json.loads(done.stdout))
    for module in (codebleu.dataflow_match, codebleu.parser.DFG):
        module.set = OrderedSet
    rows = {}
    for at, (name, reference, candidate) in enumerate(own + real):
        rows[name] = score([reference], [candidate]) + [[run[at] for run in seeds]]
    pairs = real[:75]
    record = {
        "producer": "codebleu",
        "versions": {name: importlib.metadata.version(name) for name in ("codebleu", "tree-sitter", "tree-sitter-python")},
        "recipe": "tests/reference/record-codebleu.py",
        "columns": ["ngram", "weightedNgram", "syntax", "dataflow", "codebleu", "dataflowSeeds"],
        "own": {name: rows[name] for name, _, _ in own},
        "data": {name: rows[name] for name, _, _ in real},
        "corpus": score([r for _, r, _ in pairs], [c for _, _, c in pairs]) if pairs else None,
    }
    text = json.dumps(record)
    Path(target).write_text(re.sub(r'("[^"]+->[^"]+": )', r"\n  \1", text) + "\n", encoding="utf-8")


main()
