import type { Sample } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import type { Task } from '../dataset/index.ts';
import { generateProject, planProject, type PlannedProject } from '../pipeline/index.ts';
import { leaveOut } from '../retrieval/index.ts';
import { askForPlan } from './ask-plan.ts';
import { askForSample } from './ask-sample.ts';
import type { Solver } from './experiments-table.ts';
import type { Asking } from './model-rows.ts';
import { countAsks, emptyOutcome, type Outcome } from './outcome.ts';
import { PREDICTORS } from './predictors.ts';

/** Systems that are run, sample by sample; the others are known at once. */
export type JobSolver = Exclude<Solver, { kind: 'trivial' }>;

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
 * Runs one sample, without the pool's samples that are the task or nearly it. What goes wrong is the outcome.
 * Errors: INTERRUPTED.
 */
export async function runJob(
  job: Job,
  pool: readonly Sample[],
  asking: Asking | null = null,
): Promise<Outcome> {
  const { id, requirement } = job.task;
  const samples = leaveOut(pool, { id, requirement });
  const kept = new Set(samples.map((sample) => sample.id));
  const withheld = pool.map((sample) => sample.id).filter((sample) => !kept.has(sample));
  try {
    const solved = await SOLVE[job.solver.kind](job, samples, asking);
    return { ...emptyOutcome(id), withheld, ...solved };
  } catch (error) {
    if (error instanceof DLCodeGenError && error.code === 'INTERRUPTED') throw error;
    const code = error instanceof DLCodeGenError ? error.code : 'UNEXPECTED';
    const message = error instanceof Error ? error.message : String(error);
    return { ...emptyOutcome(id), withheld, failure: { code, message } };
  }
}

const SOLVE: Readonly<
  Record<
    JobSolver['kind'],
    (job: Job, samples: readonly Sample[], asking: Asking | null) => Promise<Partial<Outcome>>
  >
> = { pipeline: runPipeline, predictor: runPredictor, model: runModel, plan: runPlan };

async function runModel(
  job: Job,
  samples: readonly Sample[],
  asking: Asking | null,
): Promise<Partial<Outcome>> {
  if (asking === null) throw new DLCodeGenError('USAGE', 'a row of a language model needs --model');
  return askForSample(job, samples, await planOnce(job, samples), asking);
}

async function runPlan(
  job: Job,
  samples: readonly Sample[],
  asking: Asking | null,
): Promise<Partial<Outcome>> {
  if (asking === null) throw new DLCodeGenError('USAGE', 'a row of a language model needs --model');
  return askForPlan(job, samples, asking);
}

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
    asks: countAsks(generated.record.asked),
    files: job.keepFiles ? Object.fromEntries(generated.files) : null,
  };
}

/** Rows plan the same task one after the other, or at once: what the last ones planned from the same serves the next. */
async function planOnce({ task, data }: Job, samples: readonly Sample[]): Promise<PlannedProject> {
  const key = JSON.stringify([task, data, samples.map(({ id }) => id)]);
  const { requirement } = task;
  const planned = latest.get(key) ?? planProject({ requirement, data, samples, given: null });
  latest.delete(key);
  latest.set(key, planned);
  const [oldest] = latest.keys();
  if (latest.size > MOST_PLANNED && oldest !== undefined) latest.delete(oldest);
  return planned;
}
/** Samples come task by task: no more tasks than these are under way at once. */
const MOST_PLANNED = 8;
const latest = new Map<string, Promise<PlannedProject>>();

async function runPredictor(job: Job, samples: readonly Sample[]): Promise<Partial<Outcome>> {
  if (job.solver.kind !== 'predictor') return {};
  const predict = PREDICTORS[job.solver.predictor];
  return { plan: await predict(job.task.requirement, samples), planValid: true };
}
