/**
 * The record of every run that asks a language model: what was asked, each call with its tokens, cost and outcome.
 * In: events while a command runs. Out: `RUNS/ID/manifest.json` and `events.jsonl`; questions and replies stay in the
 * reply cache, named by the key of the call. No key of a provider is among what is recorded.
 */
export type { CallEvent, Manifest, RunEvent, RunStatus, StageEvent, Totals } from './manifest.ts';
export { addCalls, NO_CALLS } from './manifest.ts';
export { recordRun, toCallEvent, type Run, type RunOptions } from './record-run.ts';
export { listRuns, readRun, removeRun, type RunDetails, type RunSummary } from './read-runs.ts';
