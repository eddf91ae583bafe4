import { expect, test } from 'vitest';
import { inlineConstants } from './inline-constants.ts';
import { readProgram } from './program.ts';

/** What becomes of a constant, and of the body of the function that reads it. */
function inline(constant: string, body: string): [boolean, string] {
  const source = `# %% Configuration\n${constant}\n\n# %% Data\ndef describe(data_dir, output_dir):\n    ${body}\n`;
  const read = readProgram(source, {
    kind: 'code1',
    samples: [],
    licence: 'Apache-2.0',
    reason: 'test',
  });
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  const { segments } = inlineConstants(read.value, (name) => name !== 'OPEN');
  const code = segments.find(({ section }) => section === 'data')?.code ?? '';
  return [
    segments.some(({ section }) => section === 'configuration'),
    code.split('\n    ')[1] ?? '',
  ];
}

test.each([
  ['a keyword', '# Encoding.\nCODE = "utf-8"', 'print(encoding=CODE)', 'print(encoding="utf-8")'],
  ['an entry', 'FIRST = False', 'return {"first": FIRST}', 'return {"first": False}'],
  [
    'a part of a text',
    'MODEL = "trees"',
    'return f"{MODEL} on {data_dir}"',
    'return f"trees on {data_dir}"',
  ],
  ['a default', 'COUNT = 3', 'return lambda count=COUNT: count', 'return lambda count=3: count'],
  ['a whole text', 'MODEL = "trees"', 'return f"{MODEL} on rows"', 'return "trees on rows"'],
])('a constant that is read once as %s stands there', (_, constant, body, after) => {
  expect(inline(constant, body)).toEqual([false, after]);
});

test.each([
  ['that is read twice', 'CODE = "a"', 'print(one=CODE, two=CODE)'],
  ['that names a file', 'FILE = "a.csv"', 'return data_dir / FILE'],
  ['that is not final', 'OPEN = "a"', 'print(one=OPEN)'],
  ['that is a number', 'COUNT = 3', 'print(one=COUNT)'],
  ['with a quote in it', String.raw`CODE = "a\"b"`, 'return f"{CODE} {data_dir}"'],
  ['whose name is printed', 'CODE = "a"', 'return f"{CODE=}"'],
])('a constant %s stays', (_, constant, body) => {
  expect(inline(constant, body)).toEqual([true, body]);
});
