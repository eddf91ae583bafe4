import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Requirement } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { listFolder, readTextFile } from './files.ts';
import { parseJson, readPlanLines, toRequirement } from './plan-lines.ts';

/** What an evaluated system gets to see. */
export interface Task {
  readonly id: string;
  readonly requirement: Requirement;
}

/**
 * The tasks of a folder `ID/requirement.json`, or of a file with a requirement a line (ids are places: 000, 001, ...).
 *
 * Paper: IV-D, DLCodeEval. Returns tasks in order of their ids. Errors: BAD_INPUT.
 */
export async function readTasks(source: string): Promise<readonly Task[]> {
  const tasks = (await isFile(source)) ? await readLines(source) : await readFolder(source);
  if (tasks.length === 0) {
    throw new DLCodeGenError(
      'BAD_INPUT',
      `${source} holds no task: expected folders with requirement.json, or a file with one requirement a line`,
    );
  }
  return tasks;
}

export async function isFile(source: string): Promise<boolean> {
  const status = await stat(source).catch((cause: unknown) => {
    throw new DLCodeGenError('BAD_INPUT', `${source} cannot be read`, { cause });
  });
  return status.isFile();
}

export function taskId(place: number): string {
  return String(place).padStart(3, '0');
}

async function readLines(file: string): Promise<readonly Task[]> {
  return readPlanLines(await readTextFile(file)).map(({ requirement }, place) => {
    if (requirement === null) {
      throw new DLCodeGenError(
        'BAD_INPUT',
        `${file}, requirement ${place + 1}: no "User Requirement"`,
      );
    }
    return { id: taskId(place), requirement };
  });
}

async function readFolder(folder: string): Promise<readonly Task[]> {
  const tasks: Task[] = [];
  for (const { name, isFolder } of await listFolder(folder)) {
    if (!isFolder) continue;
    const file = path.join(folder, name, 'requirement.json');
    const value = parseJson(await readTextFile(file));
    const requirement =
      typeof value === 'object' && value !== null
        ? toRequirement(value as Record<string, unknown>)
        : null;
    if (requirement === null) {
      throw new DLCodeGenError('BAD_INPUT', `${file}: expected an object with "User Requirement"`);
    }
    tasks.push({ id: name, requirement });
  }
  return tasks;
}
