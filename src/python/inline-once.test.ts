import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Origin, Program } from '../artifacts/index.ts';
import { PACKAGE_ROOT } from '../core/index.ts';
import { readPool } from '../retrieval/index.ts';
import { sweep } from '../../tests/sweep.ts';
import { inlineOnce } from './inline-once.ts';
import { readProgram } from './program.ts';
import { pruneProgram } from './prune.ts';
import { renderProgram, renderSegments } from './render.ts';

const ORIGIN: Origin = { kind: 'code1', samples: [], licence: 'Apache-2.0', reason: 'test' };

function read(source: string): Program {
  const program = readProgram(source, ORIGIN);
  if (!program.ok) throw new Error(JSON.stringify(program.issues));
  return program.value;
}

function inline(code: string): string {
  const program = read(`# %% Imports\nimport json\n\n# %% Data\n${code}\n`);
  return renderSegments(inlineOnce(program).segments.filter(({ section }) => section === 'data'));
}

/** What a function and its caller become; null: both stay. */
const CASES: Readonly<
  Record<string, readonly [called: string, body: string, after: string | null]>
> = {
  'an expression stands in an expression': [
    'def double(value):\n    return 2 * value',
    'return [double(item) + 1 for item in data_dir]',
    'return [2 * item + 1 for item in data_dir]',
  ],
  'an expression keeps its precedence': [
    'def add(value):\n    return value + 1',
    'return 2 * add(data_dir)',
    'return 2 * (data_dir + 1)',
  ],
  'statements stand in the place of a return': [
    'def count(items):\n    found = sorted(items)\n    return len(found)',
    'return count(data_dir)',
    'found = sorted(data_dir)\nreturn len(found)',
  ],
  'a result that has the name of its target needs no assignment': [
    'def sort(items):\n    """Sorts."""\n    found = sorted(items)\n    found.reverse()\n    return found',
    'found = sort(data_dir)\nprint(found)',
    'found = sorted(data_dir)\nfound.reverse()\nprint(found)',
  ],
  'a name that the caller assigns the result to may be one of the body': [
    'def sort(items):\n    found = sorted(items)\n    found.reverse()\n    return found[0]',
    'found = sort(data_dir)\nprint(found)',
    'found = sorted(data_dir)\nfound.reverse()\nfound = found[0]\nprint(found)',
  ],
  'a result is assigned to what takes it': [
    'def sort(items):\n    found = sorted(items)\n    return found[0], found[1]',
    'first, last = sort(data_dir)\nprint(first, last)',
    'found = sorted(data_dir)\nfirst, last = found[0], found[1]\nprint(first, last)',
  ],
  'a result is added to what takes it': [
    'def sort(items):\n    found = sorted(items)\n    return {"first": found[0]}',
    'details = {}\ndetails |= sort(data_dir)\nprint(details)',
    'details = {}\nfound = sorted(data_dir)\ndetails |= {"first": found[0]}\nprint(details)',
  ],
  'an argument that is computed is assigned first': [
    'def show(items):\n    print(items)\n    print(len(items))\n    print("end")',
    'show(sorted(data_dir))',
    'items = sorted(data_dir)\nprint(items)\nprint(len(items))\nprint("end")',
  ],
  'an argument that is computed stands where a single expression evaluates it first': [
    'def show(items):\n    return print(json.dumps(items))',
    'return show(sorted(data_dir))',
    'return print(json.dumps(sorted(data_dir)))',
  ],
  'an argument that is computed does not follow what the expression does': [
    'def show(items):\n    return print(input(), items)',
    'return show(sorted(data_dir))',
    'items = sorted(data_dir)\nreturn print(input(), items)',
  ],
  'a part of the result may have the name of a local': [
    'def sort(rows):\n    items = sorted(rows)\n    return items[1:], items[0]',
    'items, first = sort(data_dir)\nprint(items, first)',
    'items = sorted(data_dir)\nitems, first = items[1:], items[0]\nprint(items, first)',
  ],
  'a part of the result that keeps its name needs no assignment': [
    'def name(items):\n    rows = items[0]\n    print(rows)\n    return rows[0], rows',
    'first, rows = name(data_dir)\nprint(rows, first)',
    'rows = data_dir[0]\nprint(rows)\nfirst = rows[0]\nprint(rows, first)',
  ],
  'a lambda of its own parameters moves along': [
    'def sort(items):\n    found = sorted(items, key=lambda one: one.name)\n    return found[0]',
    'first = sort(data_dir)\nprint(first)',
    'found = sorted(data_dir, key=lambda one: one.name)\nfirst = found[0]\nprint(first)',
  ],
  'a lambda that keeps a local': [
    'def sort(items):\n    names = list(items)\n    return sorted(items, key=lambda one: names)',
    'first = sort(data_dir)\nprint(first)',
    null,
  ],
  'a slice stands where it is read': [
    'def show(items):\n    print("start")\n    print(items)',
    'show(data_dir[:3])',
    'print("start")\nprint(data_dir[:3])',
  ],
  'an argument that nothing reads goes, unless it may do something': [
    'def show(items, more, made):\n    print(items)\n    print("end")',
    'show(data_dir, ("a", output_dir), json.dumps("b"))',
    'made = json.dumps("b")\nprint(data_dir)\nprint("end")',
  ],
  'a spread argument is taken apart first': [
    'def show(items, targets, folder):\n    print(items)\n    print(targets, folder)',
    'show(*data_dir["train"], output_dir)',
    'items, targets = data_dir["train"]\nprint(items)\nprint(targets, output_dir)',
  ],
  'a local name that the caller has too': [
    'def sort(items):\n    found = sorted(items)\n    return found[0]',
    'found = 1\nfirst = sort(data_dir)\nprint(found, first)',
    null,
  ],
  'a local name that hides what the caller reads': [
    'def sort(items):\n    json = sorted(items)\n    return json[0]',
    'first = sort(data_dir)\nprint(json.dumps(first))',
    null,
  ],
  'a result from the middle of a function': [
    'def sort(items):\n    if not items:\n        return None\n    return items[0]',
    'first = sort(data_dir)\nprint(first)',
    null,
  ],
  'a parameter that is assigned anew': [
    'def sort(items):\n    items = sorted(items)\n    return items[0]',
    'items = data_dir\nfirst = sort(items)\nprint(items, first)',
    null,
  ],
  'a name that a comprehension of the caller hides': [
    'def dump(value):\n    return json.dumps(value)',
    'return [dump(json) for json in data_dir]',
    null,
  ],
  'an argument that a comprehension of the function hides': [
    'def scale(values, item):\n    return [value * item for value in values]',
    'value = 3\nreturn scale(data_dir, value)',
    'value = 3\nitem = value\nreturn [value * item for value in data_dir]',
  ],
  'a generator': [
    'def each(items):\n    yield from items',
    'found = each(data_dir)\nprint(list(found))',
    null,
  ],
  'a function that keeps its calls': [
    'from functools import cache\n\n\n@cache\ndef sort(items):\n    return sorted(items)',
    'return sort(data_dir)',
    null,
  ],
};

test.each(Object.entries(CASES))('%s', (_, [called, body, after]) => {
  const withBody = (text: string): string =>
    `def describe(data_dir, output_dir):\n${text.replace(/^/gm, '    ')}`;
  const code = `${called.replace(/^from.*\n+/, '')}\n\n\n${withBody(body)}`;
  expect(inline(code)).toBe(after === null ? code : withBody(after));
});

test('a function that is called twice, of the contract or kept stays', () => {
  const twice =
    'def one(value):\n    return value\n\n\ndef describe(data_dir, output_dir):\n    return one(data_dir), one(output_dir)';
  expect(inline(twice)).toBe(twice);
  const kept =
    'def load_data(value):\n    return value\n\n\ndef describe(data_dir, output_dir):\n    return load_data(data_dir)';
  expect(inline(kept)).toBe(kept);
});

test('an alternative that calls the function gets its body too', () => {
  const program = read(
    `# %% Data\ndef double(value):\n    return 2 * value\n\n\ndef describe(data_dir, output_dir):\n    return double(data_dir)\n`,
  );
  const code = 'def describe(data_dir, output_dir):\n    return [double(output_dir)]';
  const segments = program.segments.map((segment) =>
    segment.defines.includes('describe')
      ? { ...segment, alternative: { code, origin: ORIGIN } }
      : segment,
  );
  const [only, ...others] = inlineOnce({ ...program, segments }).segments;
  expect(others).toEqual([]);
  expect(only?.alternative?.code).toBe(code.replace('double(output_dir)', '2 * output_dir'));
});

test('the result of a call in a loop is that of its own round', () => {
  const code = (body: string): string => `def describe(data_dir, output_dir):\n${body}`;
  const called = 'def pick(items):\n    found = items[0]\n    return found';
  const before = `${called}\n\n\n${code('    for part in data_dir:\n        found = pick(part)\n        print(found)')}`;
  expect(inline(before)).toBe(before);
});

const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));

describe.each(sweep(samples, 8).map((sample) => [sample.id, sample] as const))(
  '%s',
  (_, { program }) => {
    test('is whole and inlines no further', () => {
      const before = pruneProgram(read(program)).program;
      const after = inlineOnce(before);
      expect(inlineOnce(after)).toBe(after);
      expect(pruneProgram(after).unbound).toEqual([]);
      expect(after.segments.length).toBeLessThan(before.segments.length);
      const written = read(renderProgram(after)).segments.map(({ code }) => code);
      expect(written.sort()).toEqual(after.segments.map(({ code }) => code).sort());
    });
  },
);
