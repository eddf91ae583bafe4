import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DLCodeGenError, makeFolders, writeText } from '../core/index.ts';
import {
  readGivenOutputs,
  readPlanLines,
  readReleasedOutputs,
  readTasks,
  type Task,
} from '../dataset/index.ts';
import { readAnswers } from '../dataset/references.ts';
import type { JobQueue } from '../queue/index.ts';
import { readPool } from '../retrieval/index.ts';
import { askedTable, countProviderFaults, providerNote } from './asked-table.ts';
import { scoreAsks } from './asks-table.ts';
import { audit } from './audit.ts';
import {
  besideUnseen,
  contaminatedTasks,
  contaminationNote,
  withoutTasks,
} from './contamination.ts';
import { drillDown } from './drill-down.ts';
import { EXPERIMENTS, type Experiment, type ExperimentName } from './experiments-table.ts';
import { POOL, readVersion, takeFingerprint } from './fingerprint.ts';
import { climb, verifyHere, type Verdicts } from './ladder.ts';
import { MEASURE, type Measured, type MeasureContext } from './measure.ts';
import { modelSystems, type Asking } from './model-rows.ts';
import type { Row } from './outcome.ts';
import type { TellProgress } from './progress.ts';
import { makeOverQueue, verifyOverQueue } from './queued.ts';
import { renderHtml } from './report-html.ts';
import { renderJunit } from './report-junit.ts';
import { publishedTables, renderMarkdown } from './report-markdown.ts';
import { renderJson, type Report } from './report.ts';
import { makeRows } from './rows.ts';
import { runJobs } from './run.ts';
import { splitJobs } from './runner.ts';
import { SIGNIFICANCE_SIGNATURE } from './significance.ts';
import { openStore } from './store.ts';
import { runAsking, runInThreads } from './threads.ts';

export interface EvaluateOptions {
  /** Folder of tasks, or a file with a requirement and gold plan a line. */
  readonly tasks: string;
  readonly output: string;
  /** Outputs made elsewhere. */
  readonly outputs?: string;
  /** Plans that a predictor was trained on, for the audit. */
  readonly training?: string;
  /** Ids of the tasks to take; all where it is not given. */
  readonly only?: readonly string[];
  readonly seed: number;
  readonly threads: number;
  readonly raters: number;
  readonly unsandboxed: boolean;
  /** A language model, whose rows stand beside the others; none where it is not given. */
  readonly asking?: Asking;
  /** Workers make and verify the samples; without it this machine does. */
  readonly queue?: JobQueue;
  readonly signal?: AbortSignal;
  readonly onProgress?: TellProgress;
}

export interface Evaluated {
  readonly report: Report;
  /** Files that were written. */
  readonly files: readonly string[];
  /** Samples that failed by the fault of the language model's provider; another run tries them again. */
  readonly providerFaults: number;
}

/**
 * Runs one experiment and writes its report. Run again with the same output folder it goes on where it was.
 *
 * Paper: V. Errors: USAGE (a language model where the experiment asks none), BAD_INPUT (tasks, outputs), ENVIRONMENT (a ladder without Python or sandbox), those of
 * the queue, the signal's reason.
 */
export async function evaluate(name: ExperimentName, options: EvaluateOptions): Promise<Evaluated> {
  const experiment: Experiment = EXPERIMENTS[name];
  const { asking } = options;
  const asked = asking === undefined ? [] : modelSystems(experiment, asking);
  if (asking !== undefined && asked.length === 0)
    throw new DLCodeGenError('USAGE', `evaluate ${name} asks no language model; leave --model out`);
  const all = await readTasks(options.tasks);
  const tasks = chooseTasks(all, options.only);
  const answers = await readAnswers(options.tasks, tasks);
  const pool = await readPool(POOL);
  const training =
    options.training === undefined ? [] : readPlanLines(readFileSync(options.training, 'utf8'));
  const outputs = [
    ...(await readReleasedOutputs(options.tasks, tasks)),
    ...(options.outputs === undefined ? [] : await readGivenOutputs(options.outputs, tasks)),
  ];
  const fingerprint = await takeFingerprint(POOL);
  const { seed, threads } = options;
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const told = options.onProgress === undefined ? {} : { onProgress: options.onProgress };
  const level = experiment.onData === true ? 'full' : 'smoke';
  const { queue } = options;
  const sending = { fingerprint, tasks: options.tasks, ...signal };
  const dataOf = (task: Task): string | null => findData(experiment, options.tasks, task);
  const elsewhere =
    queue === undefined
      ? runInThreads({ pool: POOL, threads, ...signal })
      : makeOverQueue(queue, sending);
  const rows = await makeRows({
    experiment,
    asked,
    tasks,
    answers,
    outputs,
    seed,
    dataOf,
    run: async (jobs) =>
      runJobs(jobs, {
        fingerprint,
        store: openStore(path.join(options.output, 'samples')),
        runner:
          asking === undefined
            ? elsewhere
            : splitJobs(
                ({ solver }) => solver.kind === 'model' || solver.kind === 'plan',
                runAsking(asking, pool),
                elsewhere,
              ),
        ...told,
      }),
  });
  let climbing: Promise<Verdicts> | null = null;
  const context: MeasureContext = {
    experiment,
    tasks,
    answers,
    rows,
    options,
    climbed: async () =>
      (climbing ??= climb(rows, tasks, {
        folder: path.join(options.output, 'projects'),
        level,
        dataOf,
        fingerprint,
        store: openStore(options.output),
        runner:
          queue === undefined
            ? verifyHere({ level, unsandboxed: options.unsandboxed, ...signal })
            : verifyOverQueue(queue, { ...sending, level }),
        ...told,
      })),
  };
  const audited = audit({ tasks, answers, pool, training });
  const contaminated = options.training === undefined ? null : contaminatedTasks(audited);
  const measured = await measureWithout(context, contaminated);
  const asks = scoreAsks(rows, tasks);
  const report: Report = {
    experiment: name,
    title: experiment.title,
    question: experiment.question,
    version: readVersion(),
    seed,
    tasks: tasks.length,
    run: fingerprint,
    tables: [
      ...measured.tables,
      ...asks.tables,
      ...askedTable(rows),
      ...publishedTables(experiment.published, measured.columns),
    ],
    comparisons: [...measured.comparisons, ...asks.comparisons],
    comparisonSignature: SIGNIFICANCE_SIGNATURE,
    audit: audited,
    contaminated,
    notes: [
      ...measured.notes,
      ...contaminationNote(contaminated, rows, measured),
      ...leaveOutNote(rows),
      ...providerNote(rows),
    ],
    drill: drillDown(context, measured),
  };
  const files = await writeReport(report, options.output);
  return { report, files, providerFaults: countProviderFaults(rows) };
}

/** People judge few tasks, so only such as no predictor has seen; other experiments give both figures. */
async function measureWithout(
  context: MeasureContext,
  contaminated: readonly string[] | null,
): Promise<Measured> {
  const measure = MEASURE[context.experiment.kind];
  const unseen = withoutTasks(context, contaminated ?? []);
  if (context.experiment.unseenOnly === true) return measure(unseen);
  const all = await measure(context);
  return contaminated === null ? all : besideUnseen(all, await measure(unseen), context.rows);
}

function chooseTasks(all: readonly Task[], only: readonly string[] | undefined): readonly Task[] {
  if (only === undefined) return all;
  const unknown = only.filter((id) => !all.some((task) => task.id === id));
  if (unknown.length > 0 || only.length === 0) {
    const known = all.map(({ id }) => id).join(', ');
    throw new DLCodeGenError('BAD_INPUT', `no task ${unknown.join(', ')}; the tasks are ${known}`);
  }
  return all.filter(({ id }) => only.includes(id));
}

/** `ID/data` beside the task, where the experiment runs on data. Errors: BAD_DATA. */
function findData(experiment: Experiment, source: string, { id }: Task): string | null {
  if (experiment.onData !== true) return null;
  const data = path.join(source, id, 'data');
  if (existsSync(data)) return data;
  throw new DLCodeGenError(
    'BAD_DATA',
    `learning needs the data of every task: ${data} is not there`,
  );
}

function leaveOutNote(rows: readonly Row[]): readonly string[] {
  const withheld = rows.flatMap(({ outcomes }) => outcomes.flatMap((outcome) => outcome.withheld));
  const samples = new Set(withheld);
  return [
    `Leave-out: ${withheld.length} times a pool sample was withheld from a task it equals or nearly equals (${samples.size} samples).`,
  ];
}

async function writeReport(report: Report, output: string): Promise<readonly string[]> {
  const renders = {
    'report.html': renderHtml,
    'report.json': renderJson,
    'report.xml': renderJunit,
    'report.md': renderMarkdown,
  } as const;
  makeFolders(output);
  const files = Object.entries(renders).map(
    ([name, render]) => [path.join(output, name), render] as const,
  );
  for (const [file, render] of files) writeText(file, render(report));
  return files.map(([file]) => file);
}
