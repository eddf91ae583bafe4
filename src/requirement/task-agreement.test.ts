import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { PACKAGE_ROOT } from '../core/index.ts';
import { normalizeCategory } from '../plan/index.ts';
import { readTask } from './rank-tasks.ts';
import { readRequirement } from './read-requirement.ts';

const tasks = path.resolve(
  PACKAGE_ROOT,
  process.env['DLCODEGEN_DATA'] ?? '../shared/data',
  'tasks',
);
const present = existsSync(tasks);
/** Kept for measuring: nothing is tuned on them. */
const isHeldOut = (id: string): boolean => Number(id) % 6 === 1 || id === '076';

const requirementSchema = z.object({
  'User Requirement': z.string(),
  'Dataset Attributes': z.union([z.string(), z.record(z.string(), z.unknown())]),
});
const planSchema = z.object({ 'Task Category': z.string() });

function readJson(id: string, file: string): unknown {
  return JSON.parse(readFileSync(path.join(tasks, id, file), 'utf8'));
}

describe.skipIf(!present)(
  `categories of the evaluation tasks (${present ? 'read' : 'no data in'} ${tasks})`,
  () => {
    test('agree with the gold plans on at least 14 of the 15 tasks that are not held out', () => {
      const ids = readdirSync(tasks).filter((id) => !isHeldOut(id));
      const agreeing = ids.filter((id) => {
        const { 'User Requirement': text, 'Dataset Attributes': attributes } =
          requirementSchema.parse(readJson(id, 'requirement.json'));
        const words = typeof attributes === 'string' ? attributes : JSON.stringify(attributes);
        const gold = planSchema.parse(readJson(id, 'plan.json'))['Task Category'];
        const found = readTask(readRequirement({ text, attributes: words }))?.task.category ?? '';
        return normalizeCategory(found).name === normalizeCategory(gold).name;
      });
      console.info(`category agrees on ${agreeing.length} of ${ids.length} tasks`);
      expect(agreeing.length / ids.length).toBeGreaterThanOrEqual(14 / 15);
    });
  },
);
