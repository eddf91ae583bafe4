import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Folder of the evaluation data, which is no part of the project; null, and said, where it is absent. */
export function findSharedData(): string | null {
  const folder = path.resolve(
    process.env['DLCODEGEN_DATA'] ?? path.join(import.meta.dirname, '../../shared/data'),
  );
  if (existsSync(path.join(folder, 'tasks'))) return folder;
  process.stderr.write(`no evaluation data at ${folder}; set DLCODEGEN_DATA to its folder\n`);
  return null;
}

/** The same; ends the program where it is absent. */
export function requireSharedData(): string {
  return findSharedData() ?? process.exit(0);
}

export interface Task {
  readonly id: string;
  readonly requirement: Readonly<Record<string, unknown>>;
  readonly plan: unknown;
}

/** The evaluated tasks in order of their numbers. */
export function readTasks(folder: string): Task[] {
  const tasks = path.join(folder, 'tasks');
  return readdirSync(tasks)
    .sort()
    .map((id) => ({
      id,
      requirement: JSON.parse(
        readFileSync(path.join(tasks, id, 'requirement.json'), 'utf8'),
      ) as Task['requirement'],
      plan: JSON.parse(readFileSync(path.join(tasks, id, 'plan.json'), 'utf8')) as unknown,
    }));
}

export interface LabelledNotebook {
  readonly file: string;
  /** Path below the folder of notebooks. */
  readonly name: string;
  /** It is of TensorFlow or Keras, and trains: the manifest's framework `tf` and flag `fit`. */
  readonly isWanted: boolean;
  /** How it was made of another, such as `derived:dup-exact`; `raw` where it was not. */
  readonly state: string;
}

/** The shared notebooks with their labels. */
export function readNotebookLabels(folder: string): LabelledNotebook[] {
  const notebooks = path.join(folder, 'notebooks');
  const [head = '', ...lines] = readFileSync(path.join(notebooks, 'manifest.tsv'), 'utf8')
    .trim()
    .split('\n');
  const columns = head.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    const cell = (column: string): string => cells[columns.indexOf(column)] ?? '';
    const name = cell('local_path');
    return {
      file: path.join(notebooks, name),
      name,
      isWanted:
        cell('framework').split('+').includes('tf') && cell('flags').split(',').includes('fit'),
      state: cell('state'),
    };
  });
}
