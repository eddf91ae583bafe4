import { ownTable } from '../core/index.ts';
import path from 'node:path';
import * as z from 'zod';
import type { PlanRecord, StageId } from '../artifacts/index.ts';
import { readArtefact } from '../sandbox/index.ts';
import type { StaticFindings } from './static-checks.ts';

/** How one step of python/harness.py ended. */
export interface StepEnd {
  readonly exit: number;
  readonly ms: number;
  readonly timeout: boolean;
}

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

export const RELOADED = z.object({
  items: z.number(),
  outputs: z.array(z.array(z.number())),
  finite: z.boolean(),
  targets: z.array(z.array(z.number())),
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
  readonly reloaded: z.infer<typeof RELOADED> | null;
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

const MOST_TEXT = 20_000_000;
const MOST_MODEL = 4_000_000_000;
const LOG_TAIL = 20_000;

/** Reads what a run left in its scratch folder; everything is bounded and checked, nothing is followed. */
export async function readRun(
  folder: string,
  steps: ReadonlyMap<string, StepEnd>,
  broken: string | null,
): Promise<RunEvidence> {
  const text = (file: string): Promise<string | null> => readArtefact(folder, file, MOST_TEXT);
  const json = async <T>(file: string, schema: z.ZodType<T>): Promise<T | null> => {
    const content = await text(file);
    return content === null ? null : parseWith(content, schema);
  };
  const rows = async (file: string): Promise<unknown[]> =>
    ((await text(file)) ?? '').split('\n').flatMap((line) => parseWith(line, z.unknown()) ?? []);
  const inspected: Partial<Record<StageId, unknown>> = {};
  for (const row of await rows('inspect.jsonl')) {
    const stage = z.object({ stage: z.enum(['S1', 'S2', 'S3', 'S4']) }).safeParse(row);
    if (stage.success) inspected[stage.data.stage] = row;
  }
  const reload = await rows('reload.jsonl');
  const logs: Record<string, string> = ownTable({});
  for (const step of steps.keys()) {
    const log = await text(path.join('logs', `${step}.log`));
    logs[step] = (log ?? '').slice(-LOG_TAIL);
  }
  return {
    steps,
    inspected,
    reloaded: firstOf(reload, RELOADED),
    example: firstOf(reload, EXAMPLE),
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

function firstOf<T>(rows: readonly unknown[], schema: z.ZodType<T>): T | null {
  for (const row of rows) {
    const parsed = schema.safeParse(row);
    if (parsed.success) return parsed.data;
  }
  return null;
}
