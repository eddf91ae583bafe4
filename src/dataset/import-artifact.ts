import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plan, Requirement } from '../artifacts/index.ts';
import { DLCodeGenError, ownTable } from '../core/index.ts';
import { planToJson } from '../plan/index.ts';
import { readTextFile, walkFolder } from './files.ts';
import { readPlanLines, requirementKey, type PlanLine } from './plan-lines.ts';
import { hasSeparator, splitPrograms } from './programs-file.ts';
import { taskId } from './tasks.ts';

/** What a released file is, by its path; the first that fits counts. */
const ROLES = [
  { role: 'predictions', path: /(^|\/)results\/.*rq3\//i },
  { role: 'outputs', path: /(^|\/)results\//i },
  { role: 'pool', path: /code ?base|samplepool/i },
  { role: 'tasks', path: /(dlcodeeval|dlcode dataset)\//i },
  { role: 'plans', path: /(dlplandata|solution dataset)\//i },
] as const;
type Role = (typeof ROLES)[number]['role'];

export interface ImportedFile {
  readonly file: string;
  readonly role: Role | 'unknown';
  readonly holds: 'programs' | 'plan lines' | 'nothing known';
  readonly count: number;
  /** Empty programs; lines that are no valid JSON or hold no plan where one is due. */
  readonly invalid: number;
}

export interface ImportReport {
  readonly files: readonly ImportedFile[];
  readonly tasks: number;
  readonly references: number;
  readonly goldPlans: number;
  readonly plans: Readonly<Record<string, number>>;
  /** Training and evaluation plans left out, since their requirement is a task's. */
  readonly withheld: number;
  readonly outputs: readonly string[];
}

interface Read extends ImportedFile {
  readonly programs: readonly string[];
  readonly lines: readonly PlanLine[];
}

/**
 * Reads the paper's released files as they are (programs between separators and joined by place, plans of two schemas
 * and invalid lines) and writes them as this project reads them: `tasks/ID/`, `plans/*.jsonl`, `pool/ID.py`,
 * `predictions/*.jsonl`. Plans that state a task's requirement are withheld from `plans/`.
 *
 * Paper: IV-D. Errors: BAD_INPUT where no task is found.
 */
export async function importArtifact(folder: string, output: string): Promise<ImportReport> {
  const files: Read[] = [];
  for (const file of await walkFolder(folder)) {
    if (/\.(txt|jsonl)$/i.test(file)) files.push(await readReleased(folder, file));
  }
  const linesOf = (role: Role): readonly Read[] =>
    files.filter((one) => one.role === role && one.lines.length > 0);
  const tasks = linesOf('tasks')[0]?.lines.map(({ requirement }) => requirement) ?? [];
  if (tasks.length === 0) {
    throw new DLCodeGenError(
      'BAD_INPUT',
      `${folder}: no requirements of DLCodeEval found below it`,
    );
  }
  const plans = linesOf('plans');
  const taskKeys = new Set(tasks.flatMap((task) => (task === null ? [] : [requirementKey(task)])));
  const gold = new Map<string, Plan>();
  for (const { requirement, plan } of plans.flatMap(({ lines }) => lines)) {
    if (requirement !== null && plan !== null) gold.set(requirementKey(requirement), plan);
  }
  const programsOf = (role: Role): readonly Read[] =>
    files.filter((one) => one.role === role && one.programs.length > 0);
  const references = programsOf('tasks')[0]?.programs ?? [];
  const outputs = programsOf('outputs');

  for (const [place, requirement] of tasks.entries()) {
    if (requirement === null) continue;
    await writeTask(path.join(output, 'tasks', taskId(place)), {
      requirement,
      plan: gold.get(requirementKey(requirement)) ?? null,
      reference: references[place] ?? null,
      replies: outputs.flatMap(({ file, programs }) => {
        const reply = programs[place];
        return reply === undefined ? [] : [[outputName(file), reply] as const];
      }),
    });
  }
  for (const [place, program] of (programsOf('pool')[0]?.programs ?? []).entries()) {
    await writeText(path.join(output, 'pool', `${taskId(place)}.py`), `${program}\n`);
  }
  let withheld = 0;
  const counts: Record<string, number> = ownTable({});
  for (const { file, lines } of plans) {
    const name = path.parse(file).name.toLowerCase();
    const kept = lines.filter(({ requirement, plan }) => {
      if (requirement === null || plan === null) return false;
      const isTask = taskKeys.has(requirementKey(requirement));
      if (isTask) withheld += 1;
      return !isTask;
    });
    if (kept.length === 0) continue;
    counts[name] = kept.length;
    await writeText(path.join(output, 'plans', `${name}.jsonl`), kept.map(renderLine).join(''));
  }
  for (const { file, lines } of linesOf('predictions')) {
    await writeText(
      path.join(output, 'predictions', `${path.parse(file).name}.jsonl`),
      lines.map(renderLine).join(''),
    );
  }
  const report: ImportReport = {
    files: files.map(({ file, role, holds, count, invalid }) => ({
      file,
      role,
      holds,
      count,
      invalid,
    })),
    tasks: tasks.filter((task) => task !== null).length,
    references: Math.min(references.length, tasks.length),
    goldPlans: [...taskKeys].filter((key) => gold.has(key)).length,
    plans: counts,
    withheld,
    outputs: outputs.map(({ file }) => outputName(file)),
  };
  await writeText(path.join(output, 'import.json'), `${JSON.stringify(report, null, 2)}\n`);
  return report;
}

async function readReleased(folder: string, file: string): Promise<Read> {
  const text = await readTextFile(path.join(folder, file));
  const role: ImportedFile['role'] = ROLES.find((row) => row.path.test(file))?.role ?? 'unknown';
  const none = { file, role, programs: [], lines: [] };
  if (hasSeparator(text)) {
    const programs = splitPrograms(text);
    const invalid = programs.filter((program) => program.trim() === '').length;
    return { ...none, holds: 'programs', count: programs.length, invalid, programs };
  }
  const lines = /^\s*\{/.test(text) ? readPlanLines(text) : [];
  if (!lines.some(({ requirement }) => requirement !== null)) {
    return { ...none, holds: 'nothing known', count: 0, invalid: 0 };
  }
  const invalid = lines.filter((line) =>
    role === 'tasks' ? line.requirement === null : !line.valid,
  ).length;
  return { ...none, holds: 'plan lines', count: lines.length, invalid, lines };
}

/** `Results/RQ1/GPT-4o-mini/gpt-4o-mini_CEDAR.txt` -> `GPT-4o-mini/CEDAR`; DeepSeek-V2.5 is the model unless named. */
function outputName(file: string): string {
  const parts = file.split('/');
  const folder = parts.at(-2) ?? '';
  const name = path.parse(file).name.replace(/^(deepseekcoder|gpt-[\w.]+-[a-z]+)_/i, '');
  return /^(rq\d|results|deepseek.*)$/i.test(folder) ? name : `${folder}/${name}`;
}

interface WrittenTask {
  readonly requirement: Requirement;
  readonly plan: Plan | null;
  readonly reference: string | null;
  readonly replies: readonly (readonly [name: string, reply: string])[];
}

async function writeTask(folder: string, task: WrittenTask): Promise<void> {
  const { requirement, plan, reference, replies } = task;
  const stated = {
    'User Requirement': requirement.text,
    'Dataset Attributes': requirement.attributes,
  };
  await writeText(path.join(folder, 'requirement.json'), `${JSON.stringify(stated, null, 1)}\n`);
  if (plan !== null) {
    await writeText(
      path.join(folder, 'plan.json'),
      `${JSON.stringify(planToJson(plan), null, 1)}\n`,
    );
  }
  if (reference !== null && reference.trim() !== '') {
    await writeText(path.join(folder, 'reference.py'), `${reference}\n`);
  }
  for (const [name, reply] of replies) {
    await writeText(path.join(folder, 'published', `${name}.txt`), `${reply}\n`);
  }
}

function renderLine({ requirement, plan }: PlanLine): string {
  return `${JSON.stringify({
    'User Requirement': requirement?.text ?? '',
    'Dataset Attributes': requirement?.attributes ?? '',
    'Code Plan': plan === null ? null : planToJson(plan),
  })}\n`;
}

async function writeText(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}
