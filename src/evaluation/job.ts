import type { Sample } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import type { Task } from '../dataset/index.ts';
import { generateProject, planProject, type PlannedProject } from '../pipeline/index.ts';
import { leaveOut } from '../retrieval/index.ts';
import type { Solver } from './experiments-table.ts';
import { emptyOutcome, type Outcome } from './outcome.ts';
import { PREDICTORS } from './predictors.ts';

/** Systems that are run, sample by sample; the others are known at once. */
export type JobSolver = Extract<Solver, { kind: 'pipeline' | 'predictor' }>;

/** One sample to make: plain data, idempotent, so that any thread or machine may run it, and run it again. */
export interface Job {
  readonly row: string;
  readonly solver: JobSolver;
  readonly task: Task;
  readonly seed: number;
  /** The user's data of this task. */
  readonly data: string | null;
  readonly keepFiles: boolean;
}

/**
 * Runs one sample, without the pool's samples that are the task or nearly it. Never throws: what goes wrong is the
 * outcome.
 */
export async function runJob(job: Job, pool: readonly Sample[]): Promise<Outcome> {
  const { id, requirement } = job.task;
  const samples = leaveOut(pool, { id, requirement });
  const kept = new Set(samples.map((sample) => sample.id));
  const withheld = pool.map((sample) => sample.id).filter((sample) => !kept.has(sample));
  try {
    return { ...emptyOutcome(id), withheld, ...(await SOLVE[job.solver.kind](job, samples)) };
  } catch (error) {
    const code = error instanceof DLCodeGenError ? error.code : 'UNEXPECTED';
    const message = error instanceof Error ? error.message : String(error);
    return { ...emptyOutcome(id), withheld, failure: { code, message } };
  }
}

const SOLVE: Readonly<
  Record<JobSolver['kind'], (job: Job, samples: readonly Sample[]) => Promise<Partial<Outcome>>>
> = { pipeline: runPipeline, predictor: runPredictor };

async function runPipeline(job: Job, samples: readonly Sample[]): Promise<Partial<Outcome>> {
  if (job.solver.kind !== 'pipeline') return {};
  const { requirement } = job.task;
  const generated = await generateProject({
    requirement,
    ...(await planOnce(job, samples)),
    samples,
    method: job.solver.method,
    seed: job.seed,
  });
  const { nearest, second } = generated.selection;
  return {
    code: generated.files.get('script.py') ?? null,
    plan: generated.record.plan,
    planValid: true,
    used: [nearest, second].flatMap((one) => (one === null ? [] : [one.sample.id])),
    files: job.keepFiles ? Object.fromEntries(generated.files) : null,
  };
}

/** Rows plan the same task one after the other: what the last one planned from the same serves the next. */
async function planOnce({ task, data }: Job, samples: readonly Sample[]): Promise<PlannedProject> {
  const key = JSON.stringify([task, data, samples.map(({ id }) => id)]);
  if (latest?.key !== key) {
    const { requirement } = task;
    latest = { key, planned: planProject({ requirement, data, samples, given: null }) };
  }
  return latest.planned;
}
let latest: { readonly key: string; readonly planned: Promise<PlannedProject> } | null = null;

async function runPredictor(job: Job, samples: readonly Sample[]): Promise<Partial<Outcome>> {
  if (job.solver.kind !== 'predictor') return {};
  const predict = PREDICTORS[job.solver.predictor];
  return { plan: await predict(job.task.requirement, samples), planValid: true };
}
