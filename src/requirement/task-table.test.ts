import { expect, test } from 'vitest';
import { TARGET_KINDS } from '../artifacts/index.ts';
import { TASKS } from './task-table.ts';

test('every target can be asked for', () => {
  const asked = new Set(TASKS.flatMap(({ layouts }) => layouts.map(({ target }) => target)));
  expect(TARGET_KINDS.filter((target) => !asked.has(target))).toEqual([]);
});
