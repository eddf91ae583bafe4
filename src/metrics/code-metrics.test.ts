import { describe, expect, test } from 'vitest';
import { verifies } from '../../tests/requirements.ts';
import {
  analyseForCodeBleu,
  CODE_METRICS,
  measureCode,
  passAtK,
  PREPARED,
  prepareLines,
  RAW,
  reportCode,
  scoreCode,
  joinLines,
  type CodePair,
} from './index.ts';

const PROGRAM = `"""A program."""
import numpy as np  # numbers
%matplotlib inline
!pip install numpy


def add(first, second=1):
    '''Adds.'''
    total = first + second
    return total


for number in range(3):
    print(add(number, second=2), 'done')
`;

/** What a hostile or broken generator may hand in. */
const HOSTILE: readonly (readonly [string, string, readonly string[]])[] = [
  ['empty', '', []],
  ['blank', ' \n\t\n', []],
  ['brackets never opened', ')))]]}"""\'\'\' def def (((', []],
  ['bytes that are no text', '\uFFFD\uFFFD\0\uD800 x = 1', []],
  ['10,000 brackets', `x = ${'('.repeat(10_000)}1${')'.repeat(10_000)}`, []],
  ['10,000 brackets never closed', '['.repeat(10_000), []],
  ['20,000 items', `x = [${'1,'.repeat(20_000)}]`, []],
  ['10,000 branches', `if a:\n  b = 1\n${'elif a:\n  c = b\n'.repeat(10_000)}`, ['CODE_FLOW']],
  [
    '60 nested loops',
    `${Array.from({ length: 60 }, (_, at) => `${' '.repeat(at)}for a${at} in b:\n`).join('')}${' '.repeat(60)}pass`,
    ['CODE_FLOW'],
  ],
  [
    '1,000 nested branches',
    `${Array.from({ length: 1000 }, (_, at) => `${' '.repeat(at)}if a:\n`).join('')}${' '.repeat(1000)}pass`,
    [],
  ],
];

describe(`code ${verifies('code-metrics')}`, () => {
  test('a program against itself is perfect in every form', () => {
    const { metrics, raw, lengthMatched, lengthRatio, failures } = scoreCode([
      { id: 'same', reference: PROGRAM, candidate: PROGRAM },
    ]);
    for (const metric of CODE_METRICS) {
      const values = [metrics, raw, lengthMatched].map((scores) => scores[metric].value);
      for (const value of values) expect(value).toBeCloseTo(1, 12);
    }
    expect([lengthRatio, failures]).toEqual([1, []]);
  });

  test.each(HOSTILE)('%s: a score or a recorded failure', (_name, candidate, codes) => {
    const report = scoreCode([{ id: 'hostile', reference: PROGRAM, candidate }]);
    const { value } = report.metrics.codebleu;
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThan(0.5);
    expect(report.failures.map(({ code }) => code)).toEqual(codes);
  });

  test('50,000 lines are read', () => {
    const lines = Array.from({ length: 50_000 }, (_, at) => `v${at} = 1`);
    const { forms, flowCount, issues } = analyseForCodeBleu(lines.join('\n'));
    expect([forms.length, flowCount, issues]).toEqual([100_001, 100_000, []]);
  });

  test('an empty reference scores 0, nothing at all NaN', () => {
    const empty = scoreCode([{ id: 'empty', reference: '', candidate: PROGRAM }]);
    expect(empty.metrics.codebleu.value).toBeGreaterThanOrEqual(0);
    expect(scoreCode([]).metrics.syntax.value).toBe(0);
  });

  test('a missing candidate stays in the denominator and is named', () => {
    const report = scoreCode([
      { id: 'here', reference: PROGRAM, candidate: PROGRAM },
      { id: 'gone', reference: PROGRAM, candidate: null },
    ]);
    expect([report.n, report.metrics.syntax.value, report.lengthRatio]).toEqual([2, 0.5, 0.5]);
    expect(report.failures).toMatchObject([{ code: 'CODE_MISSING', path: 'gone' }]);
    expect(report.metrics.syntax).toMatchObject({ low: 0, high: 1 });
  });

  test('length alone earns nothing in the length-matched score', () => {
    const long = `${'import os\n'.repeat(100)}${PROGRAM}`;
    const { metrics, lengthMatched } = scoreCode([
      { id: 'long', reference: PROGRAM, candidate: long },
    ]);
    expect(metrics.syntax.value).toBeGreaterThan(0.9);
    expect(lengthMatched.syntax.value).toBeLessThan(0.5);
  });

  test('the number of threads changes nothing', async () => {
    const pairs: CodePair[] = ['a = 1', 'b = a', '', PROGRAM].map((candidate, at) => ({
      id: String(at),
      reference: PROGRAM,
      candidate,
    }));
    const one = await measureCode(pairs, { threads: 1 });
    expect(await measureCode(pairs, { threads: 2 })).toEqual(one);
    expect(reportCode(one)).toEqual(scoreCode(pairs));
  });

  test('the signature names preparation and compatibility', () => {
    const { signature } = scoreCode([], { preparation: RAW, compatibility: 'codebleu-0.7' });
    expect(signature).toContain('prepared:none|compatibility:codebleu-0.7');
    expect(scoreCode([]).signature).toContain('no-magics+no-comments+layout-210+one-line+spaced');
  });
});

const LAYOUTS: readonly (readonly [string, string, string])[] = [
  ['comments, docstrings and magics go', PROGRAM.slice(0, 77), 'import numpy as np'],
  ['quotes are double', "x = 'a' + r'\\d' + 'say \"a\"'", 'x = "a" + r"\\d" + \'say "a"\''],
  ['brackets are joined', 'x = f(\n  1,\n  b = 2)', 'x = f(1, b=2)'],
  ['a last comma asks for lines', 'f(a, b=1,)', 'f(\n    a,\n    b=1,\n)'],
  ['signs', 'x=-1*a[1:-1, ::2]**2', 'x = -1 * a[1:-1, ::2] ** 2'],
  ['numbers', 'x = 0XFF + 1E5 + 2J', 'x = 0xFF + 1e5 + 2j'],
  ['what does not tokenize keeps its lines', 'x = (1\n# gone\ny = 2', 'x = (1\ny = 2'],
];

test.each(LAYOUTS)('prepared: %s', (_name, code, lines) => {
  expect(
    prepareLines(code, PREPARED)
      .filter((line) => line.trim() !== '')
      .join('\n'),
  ).toBe(lines);
});

test('one line, every sign alone', () => {
  expect(joinLines(['x = f(a)', '    y += 1.5'], PREPARED)).toBe('x = f ( a ) y + = 1 . 5');
});

test.each([
  [10, 3, 1, 0.3],
  [10, 3, 5, 1 - 21 / 252],
  [5, 0, 5, 0],
  [5, 1, 5, 1],
])('pass@k of n=%i, c=%i, k=%i', (n, c, k, value) => {
  expect(passAtK(n, c, k)).toBeCloseTo(value, 12);
});

test('pass@k refuses more passing samples than there are', () => {
  expect(() => passAtK(3, 4, 1)).toThrow(/received n=3, c=4, k=1/);
});
