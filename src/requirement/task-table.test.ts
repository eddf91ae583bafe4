import { expect, test } from 'vitest';
import { TARGET_KINDS } from '../artifacts/index.ts';
import { TARGETS } from '../targets/index.ts';
import { TASKS } from './task-table.ts';

test('every target can be asked for', () => {
  const asked = new Set(TASKS.flatMap(({ layouts }) => layouts.map(({ target }) => target)));
  expect(TARGET_KINDS.filter((target) => !asked.has(target))).toEqual([]);
});

test('every task that a target declares has a category', () => {
  const known = new Set(TASKS.map(({ modality, goal }) => `${modality} ${goal}`));
  const declared = Object.values(TARGETS).flatMap(({ tasks }) =>
    tasks.map(({ modality, goal }) => `${modality} ${goal}`),
  );
  expect(declared.filter((task) => !known.has(task))).toEqual([]);
});

test.each(TASKS)('the task $modality, $goal has one usual target', ({ layouts }) => {
  const usual = layouts.filter(({ when }) => when === undefined);
  expect(new Set(usual.map(({ target }) => target)).size).toBe(1);
  expect(layouts[0]).toBe(usual[0]);
});
