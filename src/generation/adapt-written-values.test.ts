import path from 'node:path';
import { expect, test } from 'vitest';
import type { Facts, Origin } from '../artifacts/index.ts';
import { PACKAGE_ROOT } from '../core/index.ts';
import { factSchema } from '../kinds/index.ts';
import { pruneProgram, readProgram } from '../python/index.ts';
import { readPool } from '../retrieval/index.ts';
import { adaptWrittenValues } from './adapt-written-values.ts';

const ORIGIN: Origin = { kind: 'profile', samples: [], licence: 'Apache-2.0', reason: 'test' };
const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));

const FACTS: Facts = {
  CLASS_SPELLINGS: [['no', 'No']],
  MISSING_CLASS: 'None',
  CLASS_ABOVE: 3,
  MISSING_NUMBERS: [-200],
};

const rows = samples.flatMap((sample) =>
  Object.keys(FACTS)
    .filter((fact) => fact in factSchema(sample.data.kind).shape)
    .filter((fact) =>
      fact === 'MISSING_NUMBERS'
        ? sample.program.includes('def to_numbers(')
        : sample.data.target === 'class',
    )
    .map((fact) => [sample.id, fact, sample] as const),
);

test.each(rows)('%s reads %s, every name bound', (_, fact, { program: text }) => {
  const read = readProgram(text, ORIGIN);
  if (!read.ok) throw new Error(read.issues[0]?.message);
  const adapted = adaptWrittenValues(read.value, { [fact]: FACTS[fact] ?? null }, ORIGIN);
  const { program, unbound } = pruneProgram(adapted);
  expect(unbound).toEqual([]);
  expect(program.segments.flatMap(({ defines }) => defines)).toContain(fact);
});
