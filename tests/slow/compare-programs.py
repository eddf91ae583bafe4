"""Runs pairs of programs and says in which ones `describe` prints, returns or raises something else."""

import contextlib
import io
import json
import re
import signal
import sys
import warnings

ARGUMENTS = [(1, "a"), (None, ()), ("Ab.csv", [1]), (0, None), ((1, 2), 3)]
SECONDS = 2.0


class Slow(BaseException):
    """A program that takes too long to be compared."""


def stop(_number, _frame):
    """Ends the program that runs."""
    raise Slow


def run(text):
    """Returns [(result or error, what was printed)] for each pair of arguments."""
    names = {}
    exec(compile(text, "program", "exec"), names)
    ends = []
    for arguments in ARGUMENTS:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            try:
                end = repr(names["describe"](*arguments))
            except Exception as error:
                end = type(error).__name__
        ends.append((end, printed.getvalue()))
    # Addresses differ from run to run.
    return re.sub(r"0x[0-9a-f]+|<function[^>]*>", "", repr(ends)), ends


def main():
    """Prints a JSON object: pairs compared, numbers of those that differ, share of runs that raised."""
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, stop)
    with open(sys.argv[1], encoding="utf-8") as file:
        pairs = json.load(file)
    compared, raised, differ = 0, 0, []
    for number, (before, after) in enumerate(pairs):
        signal.setitimer(signal.ITIMER_REAL, SECONDS)
        try:
            wanted, ends = run(before)
        except (Slow, RecursionError):
            continue
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        compared += 1
        raised += sum(end.endswith("Error") for end, _ in ends) / len(ends)
        try:
            found = run(after)[0]
        except SyntaxError as error:
            found = repr(error)
        if found != wanted:
            differ.append(number)
    json.dump({"compared": compared, "differ": differ, "raised": raised / compared}, sys.stdout)


main()
