import { ownTable } from '../core/index.ts';
import path from 'node:path';
import * as z from 'zod';
import type { PlanRecord, StageId } from '../artifacts/index.ts';
import { readArtefact } from '../sandbox/index.ts';
import type { StepEnd } from './harness-events.ts';
import type { Judgement } from './judge-run.ts';
import type { StaticFindings } from './static-checks.ts';

export const LIVE_LAYER = z.object({
  class: z.string(),
  name: z.string(),
  config: z.record(z.string(), z.unknown()),
  get layers() {
    return z.array(LIVE_LAYER).optional();
  },
});
export type LiveLayer = z.infer<typeof LIVE_LAYER>;

const SHAPES = z.array(z.array(z.number().nullable()));

/** The built model as it is. */
export const LIVE_MODEL = z.object({
  compiled: z.boolean(),
  inputs: SHAPES,
  outputs: SHAPES,
  layers: z.array(LIVE_LAYER),
  arguments: z.record(z.string(), z.array(z.string())),
  optimizers: z.array(z.object({ class: z.string(), learningRate: z.number().nullable() })),
  losses: z.array(z.string()),
  metrics: z.array(z.string()),
  tracked: z.array(z.string()),
  epochs: z.number().nullable(),
  batchSize: z.number().nullable(),
});
export type LiveModel = z.infer<typeof LIVE_MODEL>;

export const INSPECTED_DATA = z.object({
  splits: z.record(z.string(), z.array(z.tuple([z.array(z.number().nullable()), z.string()]))),
});

export const LEARNING = z.object({
  skipped: z.string().optional(),
  first: z.number().optional(),
  best: z.number().optional(),
  steps: z.number().optional(),
  all: z.number().optional(),
});

const EXAMPLE = z.object({ example: z.string(), rows: z.number().nullable() });

/** docs/pool.md, metrics.json. */
export const METRICS = z.object({
  metric: z.string(),
  higher_is_better: z.boolean(),
  model: z.number().nullable(),
  baseline: z.number().nullable(),
  reference: z.number().nullable(),
  baseline_name: z.string(),
  reference_name: z.string().nullable(),
  test_size: z.number(),
  verdict: z.string().min(1),
  details: z.record(z.string(), z.unknown()),
});
export type Metrics = z.infer<typeof METRICS>;

export const CONFIG = z.object({ batch_size: z.number(), learning_rate: z.number().nullable() });

/** Everything the stages judge: what lies in the project and what the run left behind. */
export interface Evidence {
  readonly record: PlanRecord;
  readonly findings: StaticFindings;
  /** Null where nothing was run. */
  readonly run: RunEvidence | null;
}

export interface RunEvidence {
  readonly steps: ReadonlyMap<string, StepEnd>;
  /** Records of `inspect` by stage. */
  readonly inspected: Readonly<Partial<Record<StageId, unknown>>>;
  /** Of the saved model, by a process that ran no code of the project; null where the project did not get so far. */
  readonly judgement: Judgement | null;
  readonly example: z.infer<typeof EXAMPLE> | null;
  readonly history: string | null;
  readonly config: z.infer<typeof CONFIG> | null;
  readonly metrics: Metrics | null;
  readonly fullMetrics: Metrics | null;
  readonly hasModel: boolean;
  readonly predictions: string | null;
  readonly scriptMetrics: Metrics | null;
  /** Why the whole run ended early: a limit, or the process that runs the steps did. */
  readonly broken: string | null;
  /** Step -> the end of what it printed. */
  readonly logs: Readonly<Record<string, string>>;
}

/** What the step `inspect` records, in order. */
const INSPECTED = ['S1', 'S2', 'S3', 'S4'] as const;
const MOST_TEXT = 20_000_000;
const MOST_MODEL = 4_000_000_000;
const LOG_TAIL = 20_000;

/** Reads what a run left in its scratch folder; everything is bounded and checked, nothing is followed. */
export async function readRun(
  folder: string,
  steps: ReadonlyMap<string, StepEnd>,
  broken: string | null,
): Promise<Omit<RunEvidence, 'judgement'>> {
  const text = (file: string): Promise<string | null> => readArtefact(folder, file, MOST_TEXT);
  const json = async <T>(file: string, schema: z.ZodType<T>): Promise<T | null> => {
    const content = await text(file);
    return content === null ? null : parseWith(content, schema);
  };
  const rows = async (file: string): Promise<unknown[]> =>
    ((await text(file)) ?? '').split('\n').flatMap((line) => parseWith(line, z.unknown()) ?? []);
  const inspected: Partial<Record<StageId, unknown>> = {};
  for (const [at, row] of (await rows('inspect.jsonl')).entries()) {
    // Each once and in order: a record that is not the next one of the harness ends what is read.
    const stage = z.object({ stage: z.literal(INSPECTED[at]) }).safeParse(row);
    if (!stage.success || stage.data.stage === undefined) break;
    inspected[stage.data.stage] = row;
  }
  const logs: Record<string, string> = ownTable({});
  for (const step of steps.keys()) {
    const log = await text(path.join('logs', `${step}.log`));
    logs[step] = (log ?? '').slice(-LOG_TAIL);
  }
  return {
    steps,
    inspected,
    example: only(await rows('reload.jsonl'), EXAMPLE),
    history: await text('artifacts/history.csv'),
    config: await json('artifacts/config.json', CONFIG),
    metrics: await json('artifacts/metrics.json', METRICS),
    fullMetrics: await json('full/metrics.json', METRICS),
    scriptMetrics: await json('script/metrics.json', METRICS),
    hasModel: await isPlainFile(folder, 'artifacts/model.keras'),
    predictions: await text('predictions/predictions.csv'),
    broken,
    logs,
  };
}

async function isPlainFile(folder: string, file: string): Promise<boolean> {
  return (await readArtefact(folder, file, MOST_MODEL, 1)) !== null;
}

function parseWith<T>(content: string, schema: z.ZodType<T>): T | null {
  try {
    // Python writes numbers that JSON does not know.
    const parsed = schema.safeParse(
      JSON.parse(content.replace(/(?<=[:[,]\s*)-?(?:NaN|Infinity)\b/g, 'null')),
    );
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** The one record of a file; null where it has another or several. */
function only<T>(rows: readonly unknown[], schema: z.ZodType<T>): T | null {
  return rows.length === 1 ? (schema.safeParse(rows[0]).data ?? null) : null;
}
