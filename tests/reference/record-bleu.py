"""Records sentence BLEU-4 of nltk (smoothing method 2) and sacrebleu (add-k, k 1), as numbers only, for src/metrics/bleu.test.ts.

Usage: python record-bleu.py OUT.json DATA, with nltk==3.10.4 and sacrebleu==2.6.0. Pair n is the dataset input of plan n
of train.jsonl as the reference and of plan n + 1 as the candidate, where both are texts; tokens are lower-cased words.
"own" pairs are the sentences below, which the test holds too.
"""

import importlib.metadata
import json
import re
import sys
from pathlib import Path

import sacrebleu
from nltk.translate.bleu_score import SmoothingFunction, sentence_bleu

OWN = [
    ("RGB images of leaves, 64 by 64 pixels", "images of leaves resized to 64 by 64 pixels"),
    ("one of 4 diseases", "one of 4 diseases"),
    ("a table of 12 numeric columns", "text"),
    ("a table of 12 numeric columns", "a table"),
    ("the cat sat on the mat", "the the the the the the the"),
]


def words(text):
    return re.findall(r"\w+", text.lower())


def both(reference, candidate):
    r, c = words(reference), words(candidate)
    nltk = sentence_bleu([r], c, smoothing_function=SmoothingFunction().method2)
    sacre = sacrebleu.sentence_bleu(" ".join(c), [" ".join(r)], tokenize="none", smooth_method="add-k", smooth_value=1, use_effective_order=False)
    return [nltk, sacre.score / 100]


def main():
    lines = Path(sys.argv[2], "plans/train.jsonl").read_text(encoding="utf-8").splitlines()[:400]
    inputs = [(json.loads(line)["Code Plan"].get("Dataset") or {}).get("Input") for line in lines]
    rows = {
        str(n): both(inputs[n], inputs[n + 1])
        for n in range(len(inputs) - 1)
        if isinstance(inputs[n], str) and isinstance(inputs[n + 1], str) and words(inputs[n]) and words(inputs[n + 1])
    }
    record = {
        "producer": "nltk, sacrebleu",
        "versions": {name: importlib.metadata.version(name) for name in ("nltk", "sacrebleu")},
        "recipe": "tests/reference/record-bleu.py",
        "columns": ["nltk", "sacrebleu"],
        "own": [both(*pair) for pair in OWN],
        "data": rows,
    }
    Path(sys.argv[1]).write_text(json.dumps(record).replace('"data": {', '"data": {\n').replace("], \"", "],\n\"") + "\n")


main()
