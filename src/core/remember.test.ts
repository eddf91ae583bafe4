import { expect, test } from 'vitest';
import { remember } from './remember.ts';

test('each key is computed once, also where the result is undefined, and again after an error', () => {
  const asked: string[] = [];
  const lookUp = remember(({ name }: { name: string }): number | undefined => {
    asked.push(name);
    if (asked.length === 1) throw new Error('not yet');
    return name === 'known' ? 1 : undefined;
  });
  const [known, unknown] = [{ name: 'known' }, { name: 'unknown' }];
  expect(() => lookUp(known)).toThrow('not yet');
  expect([lookUp(known), lookUp(known), lookUp(unknown), lookUp(unknown)]).toEqual([
    1,
    1,
    undefined,
    undefined,
  ]);
  expect(asked).toEqual(['known', 'known', 'unknown']);
});
