import path from 'node:path';
import * as z from 'zod';
import { STAGES, type StageId, type Verdict } from '../artifacts/index.ts';
import type { Task } from '../dataset/index.ts';
import { bootstrapMean } from '../metrics/index.ts';
import { writeProject } from '../project/index.ts';
import { REPAIRS, verifyAndRepair, type SettledProject } from '../pipeline/index.ts';
import type { VerifyLevel, VerifyOptions } from '../verification/index.ts';
import { asItCame } from './as-it-came.ts';
import { compareRows } from './compare-rows.ts';
import { hash, type Fingerprint } from './fingerprint.ts';
import type { Outcome, Row } from './outcome.ts';
import { createProgress, type TellProgress } from './progress.ts';
import {
  tablesBySource,
  type Column,
  type Comparison,
  type Table,
  type TableRow,
} from './report.ts';
import type { Runner } from './runner.ts';
import type { Store } from './store.ts';

export interface LadderOptions {
  /** Where the projects are written. */
  readonly folder: string;
  readonly level: VerifyLevel;
  readonly dataOf: (task: Task) => string | null;
  readonly fingerprint: Fingerprint;
  readonly store: Store;
  readonly runner: Runner<readonly Project[], readonly Climbed[]>;
  readonly onProgress?: TellProgress;
}

/** What verification says of a project as it was generated, and after its repairs; the same where there was none. */
export interface Climbed {
  readonly first: Verdict;
  readonly last: Verdict;
}

const VERDICT: z.ZodType<Verdict> = z.strictObject({
  passed: z.boolean(),
  stages: z
    .array(
      z.strictObject({
        id: z.enum(STAGES),
        status: z.enum(['passed', 'failed', 'skipped']),
        ms: z.number().nonnegative(),
        message: z.string(),
      }),
    )
    .refine((stages) => stages.map(({ id }) => id).join() === STAGES.join(), 'other stages'),
  agreement: z.record(
    z.string(),
    z.union([z.boolean(), z.null(), z.literal('substituted')]),
  ) as z.ZodType<Verdict['agreement']>,
});
/** Verdicts as they come back from a worker or from the disk. */
export const CLIMBED: z.ZodType<Climbed> = asItCame(
  z.strictObject({ first: VERDICT, last: VERDICT }),
);

export type Verdicts = ReadonlyMap<string, ReadonlyMap<string, Climbed>>;

/** Projects verified at once: an ended run loses no more than these. */
const CHUNK = 8;

/**
 * Verdicts of all rows' projects, by row and task. A sample that failed has a verdict too: nothing passed.
 *
 * DESIGN 6. Errors: the runner's.
 */
export async function climb(
  rows: readonly Row[],
  tasks: readonly Task[],
  options: LadderOptions,
): Promise<Verdicts> {
  const { store, fingerprint, level } = options;
  const verdicts = new Map<string, Map<string, Climbed>>(rows.map(({ id }) => [id, new Map()]));
  const open: Project[] = [];
  for (const row of rows) {
    for (const [at, outcome] of row.outcomes.entries()) {
      const task = tasks[at];
      if (task === undefined) continue;
      if (outcome.files === null) {
        verdicts.get(row.id)?.set(task.id, nothingPassed(outcome));
        continue;
      }
      const data = options.dataOf(task);
      const key = hash(JSON.stringify(outcome.files), level, data ?? '', fingerprint.code);
      const name = `${row.id}/${task.id}`;
      const kept = CLIMBED.safeParse(await store.read(`verdicts/${name}`, key)).data;
      if (kept === undefined) {
        const directory = path.join(options.folder, name);
        await writeProject(directory, new Map(Object.entries(outcome.files)), { force: true });
        const files = outcome.files;
        open.push({ row: row.id, task: task.id, name, key, directory, data, files });
      } else verdicts.get(row.id)?.set(task.id, kept);
    }
  }
  const total = rows.reduce((sum, row) => sum + row.outcomes.length, 0);
  const progress = createProgress(total, options.onProgress ?? (() => undefined));
  progress.skip(total - open.length);
  const chunks = Array.from({ length: Math.ceil(open.length / CHUNK) }, (_, at) =>
    open.slice(at * CHUNK, (at + 1) * CHUNK),
  );
  await options.runner(
    chunks,
    async (at, made) => {
      const told: string[] = [];
      for (const [place, project] of (chunks[at] ?? []).entries()) {
        const verdict = made[place];
        if (verdict === undefined) throw new Error(`no verdict for ${project.name}`);
        verdicts.get(project.row)?.set(project.task, verdict);
        if (!hadMachineFault(verdict)) {
          await store.write(`verdicts/${project.name}`, project.key, verdict);
        }
        told.push(`${project.name} ${verdict.last.passed ? 'passed' : 'failed'}`);
      }
      progress.step(...told);
    },
    progress.note,
  );
  return verdicts;
}

/** A written project whose verdict is not known. */
export interface Project {
  readonly row: string;
  readonly task: string;
  readonly name: string;
  readonly key: string;
  readonly directory: string;
  readonly data: string | null;
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Verifies projects on this machine, one chunk after the other, and repairs those that fail.
 * Errors: ENVIRONMENT where Python or the sandbox cannot be had; the signal's reason.
 */
export function verifyHere(
  options: Pick<VerifyOptions, 'level' | 'unsandboxed' | 'signal'>,
): Runner<readonly Project[], readonly Climbed[]> {
  return async (chunks, settle, note) => {
    for (const [at, chunk] of chunks.entries()) {
      const requests = chunk.map(({ directory, data }) => ({
        directory,
        ...(data === null ? {} : { data }),
      }));
      const onProgress: VerifyOptions['onProgress'] = ({ text }) => note(`verifying: ${text}`);
      const settled = await verifyAndRepair(requests, { ...options, onProgress });
      await settle(at, settled.map(toClimbed));
    }
  };
}

export function toClimbed({ verdict, earlier }: SettledProject): Climbed {
  return { first: earlier[0] ?? verdict, last: verdict };
}

export function nothingPassed({ failure }: Pick<Outcome, 'failure'>): Climbed {
  const message = failure === null ? 'no project' : `${failure.code}: ${failure.message}`;
  const stages = STAGES.map((id) => ({
    id,
    ms: 0,
    status: id === 'S0' ? ('failed' as const) : ('skipped' as const),
    message: id === 'S0' ? message : '',
  }));
  const verdict: Verdict = { passed: false, stages, agreement: {} };
  return { first: verdict, last: verdict };
}

/** The machine had no process or memory left: the sample counts as failed, but the next run tries it again. */
export function isMachineFault({ stages }: Verdict): boolean {
  return stages.some(
    ({ status, message }) =>
      status === 'failed' && /\bEAGAIN\b|Resource temporarily unavailable|\bENOMEM\b/.test(message),
  );
}

export function hadMachineFault({ first, last }: Climbed): boolean {
  return isMachineFault(first) || isMachineFault(last);
}

/** A rung is reached where it and every one below it passed. */
export function reached({ stages }: Verdict, rung: StageId): boolean {
  const needed = STAGES.slice(0, STAGES.indexOf(rung) + 1).filter((id) => id !== 'S6');
  return needed.every((id) => stages.some((stage) => stage.id === id && stage.status === 'passed'));
}

export interface LadderScores {
  readonly tables: readonly Table[];
  readonly comparisons: readonly Comparison[];
}

/**
 * Shares of all samples that reach each rung, pass@1 and plan agreement, all of the project as it was generated, and the
 * share that passes after repair. S6 is agreement, never a rung.
 */
export function scoreLadder(
  rows: readonly Row[],
  tasks: readonly Task[],
  verdicts: Verdicts,
  onData: boolean,
): LadderScores {
  const rungs: readonly StageId[] = onData
    ? ['S0', 'S1', 'S2', 'S3', 'S4', 'S5', 'S7']
    : ['S0', 'S1', 'S2', 'S3', 'S4', 'S5'];
  const share = { isShare: true, better: 'higher' } as const;
  const columns: readonly Column[] = [
    ...rungs.map((id) => ({ id, label: RUNG_LABELS[id], ...share })),
    { id: 'passed', label: 'pass@1', ...share },
    { id: 'agreement', label: 'plan agreement (S6)', ...share },
    { id: 'repaired', label: 'passes after repair', ...share },
  ];
  const tableRows = rows.map((row) => {
    const all = tasks.map(({ id }) => verdicts.get(row.id)?.get(id));
    const known = all.filter((verdict) => verdict !== undefined);
    const values = Object.fromEntries(
      rungs.map((rung) => [
        rung,
        bootstrapMean(known.map(({ first }) => (reached(first, rung) ? 1 : 0))),
      ]),
    );
    const tableRow: TableRow = {
      id: row.id,
      method: row.method,
      model: row.model,
      n: known.length,
      failed: known.filter(({ first }) => !first.passed).length,
      values: {
        ...values,
        passed: bootstrapMean(known.map(({ first }) => (first.passed ? 1 : 0))),
        agreement: bootstrapMean(known.map(({ first }) => agreementShare(first))),
        repaired: bootstrapMean(known.map(({ last }) => (last.passed ? 1 : 0))),
      },
    };
    return { source: row.source, row: tableRow };
  });
  const perTask = rows.map(({ id, method, model }) => ({
    id,
    name: `${method} (${model})`,
    values: tasks.map((task) => (verdicts.get(id)?.get(task.id)?.first.passed === true ? 1 : 0)),
  }));
  return {
    tables: tablesBySource(tableRows, 'How far projects run', columns, LADDER_SIGNATURE),
    comparisons: compareRows('pass@1 of each task', perTask),
  };
}

const LADDER_SIGNATURE = `ladder:2|rungs:S0-S5,all-below-passed,before-repair|skipped:not-passed|failed-samples:in-n|agreement:stated-fields,substituted-is-none|repairs:${REPAIRS}`;

const RUNG_LABELS: Readonly<Record<StageId, string>> = {
  S0: 'S0 parses',
  S1: 'S1 imports',
  S2: 'S2 reads data',
  S3: 'S3 builds',
  S4: 'S4 trains',
  S5: 'S5 predicts, reloads',
  S6: 'S6 agrees',
  S7: 'S7 beats baseline',
};

/** Of the fields that the plan states, the share that the built model keeps to; NaN where none could be read. */
export function agreementShare({ agreement }: Verdict): number {
  const stated = Object.values(agreement).filter((value) => value !== null && value !== undefined);
  return stated.length === 0
    ? Number.NaN
    : stated.filter((value) => value === true).length / stated.length;
}
