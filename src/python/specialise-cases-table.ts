import { ownTable } from '../core/index.ts';

/** A piece of a program before and after, with the final constants it depends on as literals. */
export interface SpecialiseCase {
  readonly final?: Readonly<Record<string, string>>;
  /** Constants that may still change. */
  readonly free?: Readonly<Record<string, string>>;
  readonly before: string;
  readonly after: string;
}

/** Bodies of `describe(data_dir, output_dir)`, whose signature stays: four spaces are added to every line. */
export const BODY_CASES: Readonly<Record<string, SpecialiseCase>> = ownTable({
  'a branch that is always taken': {
    final: { A: '"x.csv"' },
    before: 'if A:\n    use(A)\nelse:\n    find()',
    after: 'use(A)',
  },
  'a branch that is never taken goes with its comment': {
    final: { A: 'None' },
    before: 'start()\n# Only with a file.\nif A is not None:\n    use(A)\nend()',
    after: 'start()\nend()',
  },
  'the comment above a kept branch and those in it stay': {
    final: { A: '1' },
    before: '# Why.\nif A:  # always\n    # How.\n    use(A)  # so\nend()',
    after: '# Why.\n# How.\nuse(A)  # so\nend()',
  },
  'the first of a chain goes': {
    final: { A: '"x"' },
    before: 'if A is None:\n    find()\nelif data_dir:\n    use(A)\nelse:\n    end()',
    after: 'if data_dir:\n    use(A)\nelse:\n    end()',
  },
  'a middle one goes, and one that is always taken ends the chain': {
    final: { A: '1', B: '()' },
    before:
      'if data_dir:\n    one()\nelif B:\n    two()\nelif A:\n    three()\nelif output_dir:\n    four()\nelse:\n    five()',
    after: 'if data_dir:\n    one()\nelse:\n    three()',
  },
  'a condition that is not needed goes with the branch that it guards': {
    final: { A: 'None' },
    before: 'start()\nif data_dir == 3:\n    if A:\n        use(A)\nend()',
    after: 'start()\nend()',
  },
  'a condition that does something stays': {
    final: { A: 'None' },
    before: 'if find():\n    if A:\n        use(A)\nend()',
    after: 'if find():\n    pass\nend()',
  },
  'a loop over nothing': {
    final: { A: '()' },
    before: 'for name in A:\n    use(name)\nend()',
    after: 'end()',
  },
  'a loop that is never entered': {
    final: { A: '0' },
    before: 'while A and data_dir:\n    use(A)\nend()',
    after: 'end()',
  },
  'what follows a return': {
    final: { A: '1' },
    before: 'if A:\n    return use(A)\n\n# Else.\nfind()\nreturn end()',
    after: 'return use(A)',
  },
  'what follows branches that all return': {
    final: { A: '1' },
    before:
      'if data_dir:\n    return one()\nelse:\n    if A:\n        raise ValueError(A)\n    two()\nend()',
    after: 'if data_dir:\n    return one()\nelse:\n    raise ValueError(A)',
  },
  'a yield keeps a generator one': {
    final: { A: 'None' },
    before: 'start()\nif A:\n    yield A',
    after: 'start()\nif A:\n    yield A',
  },
  'a name after or and and': {
    final: { A: '"x"', B: 'None' },
    before: 'use(A or find(), B or find(), A and data_dir, B and find())',
    after: 'use(A, find(), data_dir, B)',
  },
  'parentheses that nothing needs any more': {
    final: { A: 'None', B: '"x"' },
    before: 'use(data_dir / (A or B), data_dir / (A or f(1)), -(B and data_dir + 1))',
    after: 'use(data_dir / B, data_dir / f(1), -(data_dir + 1))',
  },
  'parentheses that are needed': {
    final: { A: 'True' },
    before: 'use((data_dir or output_dir if A else 0) and f(1), (-1 if A else 2) ** 2)',
    after: 'use((data_dir or output_dir) and f(1), (-1) ** 2)',
  },
  'a conditional expression': {
    final: { A: '","' },
    before: 'separator = r"," if A == ";" else r"\\d,"\nuse(separator, A)',
    after: 'separator = r"\\d,"\nuse(separator, A)',
  },
  'comparisons and not in value position': {
    final: { A: 'None', B: '3' },
    before: 'use(first=A is None, second=not B, third=1 < B <= 3, fourth=B in (1, 2))',
    after: 'use(first=True, second=False, third=True, fourth=False)',
  },
  'an item is never in nothing': {
    final: { A: '()' },
    before: 'if data_dir.name in A or find(data_dir):\n    end()',
    after: 'if find(data_dir):\n    end()',
  },
  isinstance: {
    final: { A: '("a", "b")' },
    before: 'names = [A] if isinstance(A, str) else list(A)\nuse(names)',
    after: 'names = list(A)\nuse(names)',
  },
  'a bool is an int, a tuple is no list': {
    final: { A: 'True', B: '(1,)', C: '1' },
    before: 'use(isinstance(A, int), B == [1], A == 1, A is 1, C is 1)',
    after: 'use(True, False, True, False, C is 1)',
  },
  'text methods that change nothing leave the name': {
    final: { A: '"x.csv"', B: '" y "' },
    before: 'use(A.strip(), B.strip(), A.lower().endswith(".csv"), A.upper())',
    after: 'use(A, "y", True, "X.CSV")',
  },
  'parts of a path': {
    final: { A: '"a/x.CSV"' },
    before: 'if Path(A).suffix.lower() == ".csv":\n    use(A)\nelse:\n    find()',
    after: 'use(A)',
  },
  'a look-up in a table': {
    final: { A: '3', B: '{1: "L", 3: "RGB"}' },
    before: 'use(B[A], B.get(A, "P"), B.get(4), {1: f(1), 3: f(3)}[A], {1: 2, 3: data_dir}[A])',
    after: 'use("RGB", "RGB", None, {1: f(1), 3: f(3)}[A], data_dir)',
  },
  'a table that something changes is not looked up': {
    final: { A: '3', B: '{3: "RGB"}' },
    before: 'B[4] = "P"\nuse(B[A])',
    after: 'B[4] = "P"\nuse(B[A])',
  },
  'sizes keep their names': {
    final: { A: '(64, 64)', B: '3' },
    before: 'use(A[0], len(A), 2 * max(A), B + 1, A[::-1])',
    after: 'use(A[0], len(A), 2 * max(A), B + 1, A[::-1])',
  },
  'sizes in conditions are counted': {
    final: { A: '(64, 64)' },
    before: 'shape = A\nif len(shape) < 3:\n    shape = (*shape, 1)[:3]\nuse(shape)',
    after: 'shape = A\nshape = (*shape, 1)[:3]\nuse(shape)',
  },
  'text in braces': {
    final: { A: 'None', B: '"x"', C: '""' },
    before: 'use(f"{A or \'no {file}\'} in {data_dir}{C}", f"{B or \'one\'}!", f"{A or 3}{{}}")',
    after: 'use(f"no {{file}} in {data_dir}", f"{B}!", "3{}")',
  },
  'text in braces that cannot hold it': {
    final: { A: 'None' },
    before: 'use(f"{A or \'a\\\\b\':>9}")',
    after: 'use(f"{A or \'a\\\\b\':>9}")',
  },
  'nothing to spread': {
    final: { A: 'None', B: '()' },
    before: 'use(*(A or ()), [*B, data_dir, *B, *B], {**({} if B == () else C), "a": 1}, end=1)',
    after: 'use([data_dir], {"a": 1}, end=1)',
    free: { C: '1' },
  },
  'a display that is unpacked in another': {
    final: { A: '"x"', B: '("y",)' },
    before: 'use(*[A, *B, f(1)], [*(A, data_dir), *[output_dir]], *[x for x in data_dir])',
    after: 'use(A, *B, f(1), [A, data_dir, output_dir], *[x for x in data_dir])',
  },
  'comprehensions over nothing': {
    final: { A: '()' },
    before: 'use([f(x) for x in A], {x: 1 for x in A}, any(x for x in A))',
    after: 'use([], {}, any(x for x in A))',
  },
  'a comprehension that copies a constant': {
    final: { A: '("a", "b")' },
    before: 'use([name.strip() for name in A], [name.upper() for name in A])',
    after: 'use(list(A), [name.upper() for name in A])',
  },
  'a filter that lets all pass': {
    final: { A: 'None' },
    before: 'use([x for x in data_dir if A is None], [x for x in data_dir if A is None if x])',
    after: 'use([x for x in data_dir], [x for x in data_dir if x])',
  },
  'a local name that is known': {
    final: { A: 'None' },
    before: 'names = None\nif A:\n    names = use(A)\nif names is not None:\n    find()\nend()',
    after: 'end()',
  },
  'a local name that a loop changes': {
    final: { A: '1' },
    before: 'seen = None\nfor x in data_dir:\n    if seen:\n        use(seen)\n    seen = x',
    after: 'seen = None\nfor x in data_dir:\n    if seen:\n        use(seen)\n    seen = x',
  },
  'a local name that an inner function changes': {
    before:
      'seen = None\ndef note():\n    nonlocal seen\n    seen = 1\nnote()\nif seen:\n    end()',
    after: 'seen = None\ndef note():\n    nonlocal seen\n    seen = 1\nnote()\nif seen:\n    end()',
  },
  'another name of a constant': {
    final: { A: '"x"' },
    before: 'target = A.strip() if A else find()\nuse([target])\nreturn f"{target}"',
    after: 'use([A])\nreturn f"{A}"',
  },
  'names that stand for constants beside one that does not': {
    final: { A: '("x",)', B: '()', C: '1' },
    before:
      'names, dates, _, _ = A, B, C, A\nfirst, second = A, find()\nuse(names, dates, names, first, second)',
    after: 'second = find()\nuse(A, B, A, A, second)',
  },
  'a list that nothing changes': {
    final: { A: 'None' },
    before: 'skipped = [A] if A else []\nreturn [x for x in data_dir if x not in skipped]',
    after: 'return [x for x in data_dir]',
  },
  'a list that something changes': {
    final: { A: 'None' },
    before: 'skipped = []\nskipped.append(1)\nreturn [x for x in data_dir if x not in skipped]',
    after: 'skipped = []\nskipped.append(1)\nreturn [x for x in data_dir if x not in skipped]',
  },
  'a value that a call gives is computed though nothing reads it': {
    final: { A: 'None' },
    before: 'names = find()\nif A:\n    use(names)\nend()',
    after: 'names = find()\nend()',
  },
  'what an assertion always finds': {
    final: { A: '1' },
    before: 'assert A, "no A"\nassert data_dir, A or "none"\nend()',
    after: 'assert data_dir, A\nend()',
  },
  'statements that share a line are left alone': {
    final: { A: 'None' },
    before: 'x = 1; y = 2\nif A: use(A)\nend(x, y)',
    after: 'x = 1; y = 2\nend(x, y)',
  },
  'a name that is not final': {
    free: { A: 'None' },
    before: 'if A:\n    use(A)',
    after: 'if A:\n    use(A)',
  },
  'a parameter hides a constant': {
    final: { data_dir: 'None' },
    before: 'if data_dir:\n    end()',
    after: 'if data_dir:\n    end()',
  },
  'comparisons that would raise are left to raise': {
    final: { A: 'None', B: '"x"' },
    before: 'use(A < 3, B in 3, B + 1 == 2)',
    after: 'use(A < 3, B in 3, B + 1 == 2)',
  },
  'a statement that fits on one line again': {
    final: { A: '"a"' },
    before:
      'reference = make_a_reference_with_a_long_name(\n    data_dir, output_dir if A == "a" else data_dir, the_last_one_of_all\n)',
    after:
      'reference = make_a_reference_with_a_long_name(data_dir, output_dir, the_last_one_of_all)',
  },
  'one that was open on purpose stays open': {
    final: { A: '"a"' },
    before: 'use(\n    data_dir,\n    output_dir if A else data_dir,\n)',
    after: 'use(\n    data_dir,\n    output_dir,\n)',
  },
  'parentheses that held the lines together': {
    final: { A: '"a"' },
    before:
      'return (\n    a_function_with_a_long_name(data_dir)\n    if A == "a"\n    else another_function_with_a_long_name(output_dir, data_dir)\n)',
    after: 'return a_function_with_a_long_name(data_dir)',
  },
  'lines that are moved left are joined where they fit': {
    final: { A: '"a"' },
    before:
      'if A:\n    use(\n        data_dir, output_dir, "a long text that does not fit beside the others", "and one of all"\n    )\n    use(\n        data_dir, output_dir, "a long text that does not fit beside the others", "and one of many"\n    )',
    after:
      'use(data_dir, output_dir, "a long text that does not fit beside the others", "and one of all")\nuse(data_dir, output_dir, "a long text that does not fit beside the others", "and one of many")',
  },
  'texts of several lines stay as they are': {
    final: { A: '1' },
    before: 'if A:\n    use("""\n    as it is\n""")',
    after: 'use("""\n    as it is\n""")',
  },
});

/** Whole functions; `describe` is the one that is reached. */
export const FUNCTION_CASES: Readonly<Record<string, SpecialiseCase>> = ownTable({
  'a parameter that is the same at every call': {
    free: { SHARE: '0.15' },
    before: `def split(numbers, share=SHARE, shuffle=True):
    """Returns parts of the numbers; shuffle is whether they are mixed; share is a part."""
    if shuffle:
        numbers = mix(numbers)
    return cut(numbers, share, share)


def describe(data_dir, output_dir):
    split(data_dir)
    split(output_dir, shuffle=True)`,
    after: `def split(numbers):
    """Returns parts of the numbers."""
    numbers = mix(numbers)
    return cut(numbers, SHARE, SHARE)


def describe(data_dir, output_dir):
    split(data_dir)
    split(output_dir)`,
  },
  'a number that is read twice keeps its name': {
    before: `def draw(values, bins):
    return plot(values, bins, 2 * bins)


def describe(data_dir, output_dir):
    draw(data_dir, 30)`,
    after: `def draw(values, bins):
    return plot(values, bins, 2 * bins)


def describe(data_dir, output_dir):
    draw(data_dir, 30)`,
  },
  'a parameter that is handed on': {
    before: `def inner(x, limit):
    print(x)
    return cut(x, limit) if limit else x


def outer(x, limit=None):
    return inner(x, limit)


def describe(data_dir, output_dir):
    return outer(data_dir)`,
    after: `def inner(x):
    print(x)
    return x


def describe(data_dir, output_dir):
    return inner(data_dir)`,
  },
  'a function that is also a value keeps its parameters': {
    before: `def read(path, key=None):
    return load(path, key)


def describe(data_dir, output_dir):
    read(data_dir)
    list(map(read, output_dir))`,
    after: `def read(path, key=None):
    return load(path, key)


def describe(data_dir, output_dir):
    read(data_dir)
    list(map(read, output_dir))`,
  },
  'arguments that may come from a dict are not known': {
    before: `def build(x, width=1, depth=None):
    return make(x, width, depth)


def describe(data_dir, output_dir):
    build(data_dir, **output_dir)`,
    after: `def build(x, width=1, depth=None):
    return make(x, width, depth)


def describe(data_dir, output_dir):
    build(data_dir, **output_dir)`,
  },
  'a contract function keeps its signature': {
    before: `def prepare(data_dir, batch_size=3, limit=None, state=None):
    return read(data_dir, batch_size, limit, state)


def describe(data_dir, output_dir):
    prepare(data_dir)`,
    after: `def prepare(data_dir, batch_size=3, limit=None, state=None):
    return read(data_dir, batch_size, limit, state)


def describe(data_dir, output_dir):
    prepare(data_dir)`,
  },
  'a parameter that nothing reads any more': {
    final: { TARGET: '"y"' },
    before: `def find_target(table, text_column, order):
    """Returns the target."""
    require(table)
    return TARGET if TARGET else last(table, text_column, order)


def describe(data_dir, output_dir):
    return find_target(data_dir, output_dir, compute())`,
    after: `def find_target(table, order):
    """Returns the target."""
    require(table)
    return TARGET


def describe(data_dir, output_dir):
    return find_target(data_dir, compute())`,
  },
  'a function that gives back its argument': {
    before: `def scores(values):
    """Returns the values."""
    return values


def describe(data_dir, output_dir):
    return scores(compute(data_dir)).max() + scores(2 * output_dir)`,
    after: `def describe(data_dir, output_dir):
    return compute(data_dir).max() + 2 * output_dir`,
  },
  'a function that hands its arguments on': {
    final: { FILE: '"x.csv"', A: '("a",)', B: '("b", "c")' },
    before: `def find(folder):
    """Returns the file."""
    return folder / FILE


def names():
    return [*A, *B]


def read(path, order):
    return load(path)


def twice(path):
    return join(path, path)


def describe(data_dir, output_dir):
    load = find(data_dir).stem
    return find(data_dir), read(data_dir.parent, 1), twice(output_dir), len(names())`,
    after: `def read(path):
    return load(path)


def twice(path):
    return join(path, path)


def describe(data_dir, output_dir):
    load = (data_dir / FILE).stem
    return data_dir / FILE, read(data_dir.parent), twice(output_dir), len([*A, *B])`,
  },
  'a function that does nothing': {
    final: { A: 'None' },
    before: `def note(path):
    """Says what was found."""
    if A:
        print(path)


def describe(data_dir, output_dir):
    note(data_dir)
    return end()`,
    after: `def describe(data_dir, output_dir):
    return end()`,
  },
  'a part of a result that is known, and then not read': {
    final: { DATES: 'None' },
    before: `def order(table):
    if not DATES:
        return table, None
    return sort(table, DATES), table[DATES]


def read(path):
    table, times = order(load(path))
    if times is not None:
        table = group(table, times)
    return clean(table), times


def describe(data_dir, output_dir):
    table, times = read(data_dir)
    if times is not None:
        print(times)
    return read(output_dir)[0], table`,
    after: `def read(path):
    table = load(path)
    return clean(table)


def describe(data_dir, output_dir):
    table = read(data_dir)
    return read(output_dir), table`,
  },
  'functions, classes and constants that nothing reaches': {
    final: { FORMAT: '"csv"', LINES: 'True' },
    before: `class Lines:
    wanted = LINES


def read_lines(path):
    return Lines(path)


def describe(data_dir, output_dir):
    return read_lines(data_dir) if FORMAT == "lines" else read_csv(data_dir)`,
    after: `def describe(data_dir, output_dir):
    return read_csv(data_dir)`,
  },
  'a constant inside a class': {
    final: { A: 'None' },
    before: `class Reader:
    """Reads."""

    def open(self, path):
        if A:
            return A
        return path


def describe(data_dir, output_dir):
    return Reader().open(data_dir)`,
    after: `class Reader:
    """Reads."""

    def open(self, path):
        return path


def describe(data_dir, output_dir):
    return Reader().open(data_dir)`,
  },
  'a default that does something, and an awaited function, stay': {
    before: `def one(x, key=register()):
    return cut(x)


async def two(x):
    return x


def describe(data_dir, output_dir):
    return one(data_dir), two(output_dir)`,
    after: `def one(x, key=register()):
    return cut(x)


async def two(x):
    return x


def describe(data_dir, output_dir):
    return one(data_dir), two(output_dir)`,
  },
  'a yield beside another may go': {
    final: { A: '()' },
    before: `def produce(x):
    yield x
    for name in A:
        yield name


def describe(data_dir, output_dir):
    return list(produce(data_dir))`,
    after: `def produce(x):
    yield x


def describe(data_dir, output_dir):
    return list(produce(data_dir))`,
  },
  'names of a caller do not leave it': {
    before: `def show(text):
    print(text)
    return text


def describe(data_dir, output_dir):
    v = 1
    show(f"{v}!")
    return v`,
    after: `def show(text):
    print(text)
    return text


def describe(data_dir, output_dir):
    v = 1
    show(f"{v}!")
    return v`,
  },
  'a call that Python refuses is left to raise': {
    before: `def one(x, y=None):
    return 1


def describe(data_dir, output_dir):
    return one(1, 2, y=3)`,
    after: `def one(x, y=None):
    return 1


def describe(data_dir, output_dir):
    return one(1, 2, y=3)`,
  },
  'a program that names its names by their text is left alone': {
    final: { A: 'None' },
    before: `def describe(data_dir, output_dir):
    globals()["A"] = 1
    return A or 2`,
    after: `def describe(data_dir, output_dir):
    globals()["A"] = 1
    return A or 2`,
  },
  'a constant that is bound anew is none': {
    final: { A: 'None' },
    before: `def describe(data_dir, output_dir):
    global A
    A = 1
    return A or 2`,
    after: `def describe(data_dir, output_dir):
    global A
    A = 1
    return A or 2`,
  },
});
