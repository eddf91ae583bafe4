import { expect, test } from 'vitest';
import type { ProgramContext } from './frame.ts';
import { AnsweredResults } from './remember-answers.ts';
import type { Value } from './values.ts';

function programOf(values: Readonly<Record<string, Value>>): ProgramContext {
  return {
    value: (name) => values[name],
    meaning: (name) => (name === 'len' ? 'len' : undefined),
    result: () => undefined,
  };
}

test.each<readonly [string, Readonly<Record<string, Value>>, number]>([
  ['the same constants', { SIZE: 3n, NAMES: { kind: 'tuple', items: ['a'] } }, 1],
  ['another constant that was not asked for', { SIZE: 3n, OTHER: 1n }, 1],
  ['another value of what was asked for', { SIZE: 4n }, 2],
  ['an equal value of another type', { SIZE: 3 }, 2],
  ['no value of what was asked for', {}, 2],
])('%s', (_, values, computed) => {
  const results = new AnsweredResults<Value | undefined>();
  const key = {};
  let count = 0;
  const compute = (program: ProgramContext): Value | undefined => {
    count += 1;
    return program.meaning('len') === 'len' ? program.value('SIZE') : null;
  };
  const first = programOf({ SIZE: 3n, NAMES: { kind: 'tuple', items: ['a'] } });
  expect(results.of(key, first, compute)).toBe(3n);
  expect(results.of(key, programOf(values), compute)).toBe(values['SIZE']);
  expect(count).toBe(computed);
  expect(results.of({}, first, compute)).toBe(3n);
  expect(count).toBe(computed + 1);
});
