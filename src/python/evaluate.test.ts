import { expect, test } from 'vitest';
import { PYTHON_BUILTINS } from './builtins-table.ts';
import { evaluate, type Context } from './evaluate.ts';
import { readTree, type TreeNode } from './tree.ts';
import { isPure, truth } from './truth.ts';
import { isScalar, type Value } from './values.ts';

const CONSTANTS: Readonly<Record<string, string>> = {
  NOTHING: 'None',
  SIZE: '(64, 32)',
  NAME: '"Größe.CSV"',
  FILE: '"data/train.tar.gz"',
  MODES: '{1: "L", 3: "RGB", 4: None}',
};

function context(bound: ReadonlyMap<string, Value> = new Map()): Context {
  return {
    value: ({ text }) => {
      const literal = CONSTANTS[text];
      return bound.get(text) ?? (literal === undefined ? undefined : valueOf(literal));
    },
    meaning: ({ text }) => {
      if (text === 'Path') return 'pathlib.Path';
      return text === 'math' || PYTHON_BUILTINS.has(text) ? text : undefined;
    },
    bind: (values) => context(values),
  };
}

function expressionOf(text: string): TreeNode {
  const node = readTree(`x = ${text}`).root.named()[0]?.named()[0]?.child('right');
  if (node === null || node === undefined) throw new Error(`no expression: ${text}`);
  return node;
}

function valueOf(text: string): Value | undefined {
  return evaluate(expressionOf(text), context());
}

/** A value as Python would print it; "?" where it is not known. */
function show(value: Value | undefined): string {
  if (value === undefined) return '?';
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return Number.isInteger(value) ? `${value}.0` : String(value);
  if (isScalar(value)) return typeof value === 'string' ? JSON.stringify(value) : String(value);
  if (value.kind === 'dict')
    return `{${value.entries.map(([key, item]) => `${show(key)}: ${show(item)}`).join(', ')}}`;
  const items = value.items.map(show).join(', ');
  if (value.kind === 'tuple') return value.items.length === 1 ? `(${items},)` : `(${items})`;
  return value.kind === 'list' ? `[${items}]` : `{${items}}`;
}

test.each([
  ['1_000 + 0x10', '1016'],
  ['-7 // 2', '-4'],
  ['-7 % 3', '2'],
  ['7 % -3', '-2'],
  ['1 / 2', '0.5'],
  ['2 ** 10', '1024'],
  ['1 // 0', '?'],
  ['2.5 // 1', '?'],
  ['True + 1', '2'],
  ['1 == 1.0 == True', 'True'],
  ['1 < 2 < 2', 'False'],
  ['3 < 2 < unknown', 'False'],
  ['2 < 3 < unknown', '?'],
  ['(1, 2) == [1, 2]', 'False'],
  ['(1, 2) < (1, 3)', 'True'],
  ['"a" < None', '?'],
  ['"\u{1f600}" > "\uffff"', 'True'],
  ['len("\u{1f600}a")', '2'],
  ['"\u{1f600}a"[1]', '"a"'],
  ['"abc"[-1] + "abc"[::-1] + "abc"[5:]', '"ccba"'],
  ['(1, 2, 3)[-2:]', '(2, 3)'],
  ['(1, 2)[2]', '?'],
  [String.raw`"\x41\u0042\103\t\q"`, JSON.stringify(String.raw`ABC${'\t'}\q`)],
  [String.raw`r"\x41"`, JSON.stringify(String.raw`\x41`)],
  [String.raw`"\N{BULLET}"`, '?'],
  ['b"a"', '?'],
  ['"a" "b" f"{SIZE[0]}{{}}{NOTHING}"', '"ab64{}None"'],
  ['f"{SIZE[0]:>3}"', '?'],
  ['f"{0.1}"', '"0.1"'],
  ['f"{1e22}"', '?'],
  ['() or "x"', '"x"'],
  ['0 and unknown', '0'],
  ['1 and unknown', '?'],
  ['not ()', 'True'],
  ['not unknown', '?'],
  ['1 if "" else 2', '2'],
  ['NOTHING is None', 'True'],
  ['1 is 1', '?'],
  ['1 is not None', 'True'],
  ['2 in (1, 2.0)', 'True'],
  ['[] in {1: 2}', '?'],
  ['"b" in "abc"', 'True'],
  ['1 in "abc"', '?'],
  ['MODES[3]', '"RGB"'],
  ['MODES.get(4, 1)', 'None'],
  ['MODES.get(5, 1)', '1'],
  ['MODES[5]', '?'],
  ['{1: 2, True: 3}', '?'],
  ['{1, 1.0, 2}', '{1, 2}'],
  ['[*SIZE, 1]', '[64, 32, 1]'],
  ['max(SIZE), min(3, 2), sum(SIZE), len(SIZE)', '(64, 2, 96, 2)'],
  ['sum((0.1, 0.2))', '?'],
  ['math.prod(SIZE)', '2048'],
  ['sorted(("b", "a"))', '["a", "b"]'],
  ['any((0, ""))', 'False'],
  ['str(1.0), str(True), int(2.9), bool("")', '("1.0", "True", 2, False)'],
  ['int("3")', '?'],
  ['isinstance(True, int), isinstance(1, (str, float))', '(True, False)'],
  ['isinstance(1, unknown)', '?'],
  ['NAME.strip()', '"Größe.CSV"'],
  ['NAME.lower()', '?'],
  ['NAME.endswith((".CSV", ".TSV"))', 'True'],
  [
    '" a\\n".strip(), "aB".lower(), "a.b".split("."), "aa".replace("a", "$&")',
    '("a", "ab", ["a", "b"], "$&$&")',
  ],
  ['Path(FILE).suffix, Path(FILE).stem, Path(".x").suffix', '(".gz", "train.tar", "")'],
  ['Path("a.").suffix', '?'],
  ['[x * y for x in SIZE if x > 32 for y in (1, 2)]', '[64, 128]'],
  ['{x for x in SIZE}', '?'],
  ['unknown()', '?'],
  ['unknown.strip()', '?'],
  ['(lambda: 1)()', '?'],
])('%s is %s', (text, value) => {
  expect(show(valueOf(text))).toBe(value);
});

test('a comprehension that would take long has no value', () => {
  const loops = 'abcdefgh'.split('').map((name) => `for ${name} in (1, 2, 3, 4, 5)`);
  expect(valueOf(`[a ${loops.join(' ')} if False]`)).toBeUndefined();
});

test.each([
  ['[unknown]', true],
  ['[*unknown]', undefined],
  ['not [unknown]', false],
  ['f() and ()', false],
  ['f() or "x"', true],
  ['f() or unknown', undefined],
  ['unknown in ()', false],
  ['unknown not in []', true],
  ['unknown in {}', undefined],
  ['[f()] is None', false],
  ['unknown is None', undefined],
])('the truth of %s is %s', (text, value) => {
  expect(truth(expressionOf(text), context())).toBe(value);
});

test.each([
  ['unknown', true],
  ['unknown.name', true],
  ['unknown == 3 or not other', true],
  ['unknown in ()', true],
  ['(unknown, 1)', true],
  ['SIZE[0]', true],
  ['unknown[0]', false],
  ['f()', false],
  ['unknown < 3', false],
  ['unknown + 1', false],
  ['f"{unknown}"', false],
  ['[*unknown]', false],
])('leaving out %s changes nothing: %s', (text, value) => {
  expect(isPure(expressionOf(text), context())).toBe(value);
});
