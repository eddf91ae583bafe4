import path from 'node:path';
import type { Plan } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { parsePlan } from '../plan/index.ts';
import { listFolder, readTextFile } from './files.ts';
import { readPlanLines, requirementKey } from './plan-lines.ts';
import { extractCode, hasSeparator, splitPrograms } from './programs-file.ts';
import { isFile, type Task } from './tasks.ts';

/** What one system gave, by task; a task that is missing here is a failed sample of that system. */
export interface OutputSet {
  readonly method: string;
  readonly model: string;
  readonly origin: 'released' | 'given';
  readonly programs: ReadonlyMap<string, string>;
  readonly plans: ReadonlyMap<string, { readonly plan: Plan; readonly valid: boolean }>;
}

/** The model of the released outputs that stand right in `published/`. */
const RELEASED_MODEL = 'DeepSeek-V2.5';

/**
 * The released outputs beside the tasks: `ID/published/METHOD.txt`, and `ID/published/MODEL/METHOD.txt`.
 *
 * Paper: V, the released results. In order of model and method. Errors: BAD_INPUT.
 */
export async function readReleasedOutputs(
  source: string,
  tasks: readonly Task[],
): Promise<readonly OutputSet[]> {
  if (await isFile(source)) return [];
  const programs = new Map<string, Map<string, string>>();
  const add = async (model: string, id: string, file: string): Promise<void> => {
    const code = extractCode(await readTextFile(file));
    const key = `${model}\n${path.parse(file).name}`;
    const set = programs.get(key) ?? new Map<string, string>();
    if (code !== null) set.set(id, code);
    programs.set(key, set);
  };
  for (const { id } of tasks) {
    const entries = await listFolder(path.join(source, id));
    if (!entries.some(({ name, isFolder }) => isFolder && name === 'published')) continue;
    const folder = path.join(source, id, 'published');
    for (const { name, isFolder } of await listFolder(folder)) {
      if (!isFolder) await add(RELEASED_MODEL, id, path.join(folder, name));
      else {
        for (const inner of await listFolder(path.join(folder, name))) {
          if (!inner.isFolder) await add(name, id, path.join(folder, name, inner.name));
        }
      }
    }
  }
  return [...programs].toSorted(byKey).map(([key, set]) => {
    const [model = '', method = ''] = key.split('\n');
    return { method, model, origin: 'released', programs: set, plans: new Map() };
  });
}

/**
 * Outputs to score: `NAME/ID.py` (or .txt, a reply with fences), `NAME/ID.json` (a plan), `NAME/ID/script.py` and
 * `plan.json` (a generated project), `NAME.txt` (programs between separators, by place), `NAME.jsonl` (a plan a
 * line, joined by requirement, else by place). Errors: BAD_INPUT.
 */
export async function readGivenOutputs(
  folder: string,
  tasks: readonly Task[],
): Promise<readonly OutputSet[]> {
  const sets: OutputSet[] = [];
  for (const { name, isFolder } of await listFolder(folder)) {
    const entry = path.join(folder, name);
    const set = isFolder
      ? await readOutputFolder(entry, tasks)
      : await readOutputFile(entry, tasks);
    if (set !== null) {
      sets.push({ method: path.parse(name).name, model: 'given', origin: 'given', ...set });
    }
  }
  if (sets.length === 0) {
    throw new DLCodeGenError(
      'BAD_INPUT',
      `${folder} holds no outputs: expected NAME/ID.py, NAME/ID.json, NAME.txt or NAME.jsonl`,
    );
  }
  return sets;
}

type Parts = Pick<OutputSet, 'programs' | 'plans'>;

async function readOutputFolder(folder: string, tasks: readonly Task[]): Promise<Parts | null> {
  const programs = new Map<string, string>();
  const plans = new Map<string, { plan: Plan; valid: boolean }>();
  const known = new Set(tasks.map(({ id }) => id));
  const files: [id: string, file: string][] = [];
  for (const { name, isFolder } of await listFolder(folder)) {
    const id = path.parse(name).name;
    if (!known.has(id)) continue;
    if (!isFolder) files.push([id, path.join(folder, name)]);
    else {
      const inner = new Set((await listFolder(path.join(folder, name))).map((one) => one.name));
      for (const file of ['script.py', 'plan.json']) {
        if (inner.has(file)) files.push([id, path.join(folder, name, file)]);
      }
    }
  }
  for (const [id, file] of files) {
    const text = await readTextFile(file);
    if (file.endsWith('.json')) {
      const parsed = parsePlan(text);
      if (parsed.ok) plans.set(id, { plan: parsed.value.plan, valid: true });
    } else {
      const code = file.endsWith('.py') ? text : extractCode(text);
      if (code !== null) programs.set(id, code);
    }
  }
  return files.length === 0 ? null : { programs, plans };
}

async function readOutputFile(file: string, tasks: readonly Task[]): Promise<Parts | null> {
  const text = await readTextFile(file);
  if (hasSeparator(text)) {
    const codes = splitPrograms(text).map(extractCode);
    const programs = tasks.map(
      ({ id }, place) => [id, codes[/^\d+$/.test(id) ? Number(id) : place] ?? null] as const,
    );
    return { programs: new Map(programs.filter(isFilled)), plans: new Map() };
  }
  const lines = readPlanLines(text);
  if (!lines.some(({ plan }) => plan !== null)) return null;
  const byRequirement = new Map(
    lines.flatMap((line) =>
      line.requirement === null ? [] : [[requirementKey(line.requirement), line] as const],
    ),
  );
  const plans = new Map<string, { plan: Plan; valid: boolean }>();
  for (const [place, { id, requirement }] of tasks.entries()) {
    const same = byRequirement.get(requirementKey(requirement));
    const line =
      same ??
      (byRequirement.size === 0 && lines.length === tasks.length ? lines[place] : undefined);
    if (line !== undefined && line.plan !== null)
      plans.set(id, { plan: line.plan, valid: line.valid });
  }
  return { programs: new Map(), plans };
}

function isFilled(entry: readonly [string, string | null]): entry is readonly [string, string] {
  return entry[1] !== null;
}

function byKey([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : 1;
}
