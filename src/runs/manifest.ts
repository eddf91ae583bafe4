import { z } from 'zod';

/** Which sample or project an event belongs to: a task of an evaluation, a line of a batch, or "". */
const part = { time: z.string(), task: z.string(), method: z.string() };

const CALL = z.object({
  kind: z.literal('call'),
  ...part,
  stage: z.string(),
  /** Key of the call: its question and reply lie under this name in the reply cache. */
  call: z.string(),
  /** `replied`, or the code of the issue. */
  outcome: z.string(),
  /** What the issue or the provider's warnings say; "" for nothing. */
  message: z.string(),
  /** Tokens; null where the provider does not state them. */
  input: z.number().nullable(),
  output: z.number().nullable(),
  /** US dollars; null where it is not known. */
  cost: z.number().nullable(),
  /** Seconds that the model took, also where the reply was kept from an earlier run. */
  seconds: z.number(),
  isCached: z.boolean(),
});
export type CallEvent = z.infer<typeof CALL>;

const STAGE = z.object({
  kind: z.literal('stage'),
  ...part,
  stage: z.string(),
  /** `done`, `passed`, `failed`, or the code of what went wrong. */
  outcome: z.string(),
  message: z.string(),
  seconds: z.number(),
});
export type StageEvent = z.infer<typeof STAGE>;

/** A line of events.jsonl. */
export const RUN_EVENT = z.discriminatedUnion('kind', [CALL, STAGE]);
export type RunEvent = z.infer<typeof RUN_EVENT>;

const TOTALS = z.object({
  calls: z.number(),
  /** Of the calls, those whose reply was kept from an earlier one. */
  cached: z.number(),
  failed: z.number(),
  /** Tokens and US dollars of the calls that were not kept; an unknown cost makes the sum null. */
  input: z.number(),
  output: z.number(),
  cost: z.number().nullable(),
  /** Seconds that the model took for these. */
  seconds: z.number(),
});
export type Totals = z.infer<typeof TOTALS>;

/** What was asked of a run, and how it ended. */
export const MANIFEST = z.object({
  id: z.string(),
  command: z.string(),
  /** The requirement of `generate`, the experiment of `evaluate`, the file of a batch. */
  asked: z.string(),
  started: z.string(),
  process: z.int().positive(),
  versions: z.record(z.string(), z.string()),
  model: z.string(),
  methods: z.array(z.string()).readonly(),
  seed: z.number().nullable(),
  /** Options of the command as they were in force, from wherever they came. */
  options: z.record(z.string(), z.union([z.string(), z.boolean()])),
  /** Absent while the run goes on, or where it was killed. */
  ended: z
    .object({ time: z.string(), outcome: z.string(), exit: z.number(), totals: TOTALS })
    .optional(),
});
export type Manifest = z.infer<typeof MANIFEST>;

/** How a run ended; `running` while its process is alive, `killed` where it left no end. */
export type RunStatus = string;

export const NO_CALLS: Totals = {
  calls: 0,
  cached: 0,
  failed: 0,
  input: 0,
  output: 0,
  cost: 0,
  seconds: 0,
};

/** The totals with one event more. */
export function addCalls(totals: Totals, event: RunEvent): Totals {
  if (event.kind !== 'call') return totals;
  const { isCached, outcome } = event;
  const counted = { ...totals, calls: totals.calls + 1 };
  if (isCached) return { ...counted, cached: totals.cached + 1 };
  if (outcome !== 'replied')
    return {
      ...counted,
      failed: totals.failed + 1,
      seconds: totals.seconds + event.seconds,
    };
  return {
    ...counted,
    input: totals.input + (event.input ?? 0),
    output: totals.output + (event.output ?? 0),
    cost: totals.cost === null || event.cost === null ? null : totals.cost + event.cost,
    seconds: totals.seconds + event.seconds,
  };
}
