import { expect, test } from 'vitest';
import { joinLocals } from './join-locals.ts';
import { readProgram } from './program.ts';

const ORIGIN = { kind: 'code1', samples: [], licence: 'Apache-2.0', reason: 'test' } as const;

function join(body: string, section = 'Data'): string {
  const code = `def describe(items, folder):\n${body.replace(/^/gm, '    ')}`;
  const read = readProgram(`# %% ${section}\n${code}\n`, ORIGIN);
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  const joined = joinLocals(read.value).segments[0]?.code ?? '';
  return joined.split('\n').slice(1).join('\n').replace(/^ {4}/gm, '');
}

test.each([
  ['an argument', 'found = sorted(items)\nshow(found, folder)', 'show(sorted(items), folder)'],
  ['the object of a call', 'found = read(items)\nreturn found.sum()', 'return read(items).sum()'],
  ['a value of a dictionary', 'x = f(items)\nreturn {"a": x}', 'return {"a": f(items)}'],
  [
    'a list',
    'counts = []\nreturn folder | {"a": 1, "b": counts}',
    'return folder | {"a": 1, "b": []}',
  ],
  ['one after another', 'x = f(items)\ny = g(x)\nreturn y[0]', 'return g(f(items))[0]'],
  ['a value that is read twice', 'x = f(items)\nreturn x + x', null],
  ['a value that is read later', 'x = f(items)\nshow(items)\nreturn x', null],
  ['a value that follows another call', 'x = f(items)\nreturn g(h(folder), x)', null],
  ['a value that follows a part of a local', 'x = f(items)\nreturn g(folder.name, x)', null],
  ['a function of a module before it', 'x = f(items)\nreturn np.sum(x)', 'return np.sum(f(items))'],
  [
    'what a comprehension goes through',
    'x = f(items)\nreturn [one[0] for one in g(x)]',
    'return [one[0] for one in g(f(items))]',
  ],
  ['a value that a loop reads', 'x = f(items)\nreturn [x for _ in items]', null],
  ['a value that only one branch reads', 'x = f(items)\nreturn x if items else folder', null],
  ['a value with a comment behind it', 'x = f(items)  # why\nreturn g(x)', null],
  [
    'a value of a loop',
    'for one in items:\n    x = f(one)\n    g(x)',
    'for one in items:\n    g(f(one))',
  ],
  ['a long value', `x = f("${'a'.repeat(60)}")\nreturn g(x)`, null],
])('%s', (_, body, after) => {
  expect(join(body)).toBe(after ?? body);
});

test('layers of a network keep a statement each', () => {
  const body = 'outputs = dense(items)\nreturn model(outputs)';
  expect(join(body, 'Model')).toBe(body);
});
