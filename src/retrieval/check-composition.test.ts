import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../core/index.ts';
import { checkComposition } from './check-composition.ts';
import { readCompositions } from './pool.ts';

const compositions = await readCompositions(path.join(PACKAGE_ROOT, 'pool'));
const [any] = compositions;
if (any === undefined) throw new Error('the pool is empty');

test.each(compositions.map((composition) => [composition.sample.id, composition] as const))(
  'every name of %s is bound once, below its users no later heading, and used',
  (_, composition) => expect(checkComposition(composition)).toEqual([]),
);

const { sample, sections } = any;
test.each([
  [
    'a name that is bound nowhere',
    'def describe(',
    'def describe_all(',
    /describe is bound nowhere/,
  ],
  ['a name that is never used', 'SEED = 42', 'SEED = 42\nSPARE = 1', /SPARE is never used/],
  [
    'a name of a later heading',
    'def load_data(data_dir):',
    'def load_data(data_dir):\n    build_model()',
    /build_model of \S+:\d+ is used before its heading, in \S+:\d+/,
  ],
])('%s is found', (_, from, to, words) => {
  const program = sample.program.replace(from, to);
  const sentences = checkComposition({ sample: { ...sample, program }, sections });
  expect(sentences.join('\n')).toMatch(words);
});

test('every section of the pool is used, and each of its statements by a program', async () => {
  const all = compositions.flatMap((composition) => [composition, ...composition.variants]);
  const used = new Set(all.flatMap(({ sections }) => sections));
  const bound = new Map<string, ReadonlySet<string>>(
    all.map(({ sample: { id, program } }) => [
      id,
      new Set([...program.matchAll(/^(?:def |class )?(\w+)/gm)].map(([, name]) => name ?? '')),
    ]),
  );
  const idle = [...used].flatMap(({ statements, name: section }) =>
    statements.filter(({ name }) => {
      const users = all.filter(({ sections }) => sections.some((other) => other.name === section));
      return !users.some(({ sample: { id } }) => bound.get(id)?.has(name));
    }),
  );
  expect(idle.map(({ place }) => place)).toEqual([]);
  // What programs do only where it is asked for is shown by adapt-techniques.test.ts.
  const files = readdirSync(path.join(PACKAGE_ROOT, 'pool'), {
    recursive: true,
    encoding: 'utf8',
  }).filter((file) => file.endsWith('.py') && !file.startsWith('techniques'));
  expect(files).toHaveLength(new Set([...used].map(({ name }) => name)).size);
});
