/**
 * The answers of the evaluated tasks. Only the evaluation may import this file: what generates must never see it.
 */
import path from 'node:path';
import type { Plan } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { parsePlan } from '../plan/index.ts';
import { readTextFile, readTextIfThere } from './files.ts';
import { readPlanLines } from './plan-lines.ts';
import { isFile, type Task } from './tasks.ts';

export interface Answer {
  readonly id: string;
  /** The gold plan; null where the task has none. */
  readonly plan: Plan | null;
  /** The reference program; null where the task has none. */
  readonly code: string | null;
}

/** Gold plan and reference program of every task, in the tasks' order. Errors: BAD_INPUT, BAD_PLAN. */
export async function readAnswers(
  source: string,
  tasks: readonly Task[],
): Promise<readonly Answer[]> {
  if (await isFile(source)) {
    const lines = readPlanLines(await readTextFile(source));
    return tasks.map(({ id }) => ({ id, plan: lines[Number(id)]?.plan ?? null, code: null }));
  }
  return Promise.all(tasks.map(({ id }) => readAnswer(source, id)));
}

async function readAnswer(folder: string, id: string): Promise<Answer> {
  const file = path.join(folder, id, 'plan.json');
  const text = await readTextIfThere(file);
  const parsed = text === null ? null : parsePlan(text);
  if (parsed?.ok === false) {
    throw new DLCodeGenError('BAD_PLAN', `${file}: ${parsed.issues[0]?.message ?? 'no plan'}`);
  }
  const code = await readTextIfThere(path.join(folder, id, 'reference.py'));
  return { id, plan: parsed?.value.plan ?? null, code };
}
