import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PACKAGE_ROOT } from '../src/core/index.ts';
import type { ExtractedPlan } from '../src/extraction/index.ts';
import { levenshtein } from '../src/metrics/index.ts';
import { normalizeLoss, normalizeMetric } from '../src/plan/index.ts';

interface Stated<T> {
  readonly value: T;
  /** Line of the reference program, from 1. */
  readonly line: number;
}

/** What one reference program states, read by hand; null where it states nothing. */
export interface SheetRow {
  /** Any of these is right. */
  readonly category: Stated<readonly string[]>;
  /** One shape an input, without the batch axis; null where the data decide a size. */
  readonly input: Stated<readonly (readonly (number | null)[])[]> | null;
  readonly output: Stated<{
    readonly units: number | null;
    readonly activation: string | null;
  }> | null;
  readonly preprocess: readonly (readonly [step: string, line: number])[];
  /** Names in the order of application, a space between them. */
  readonly layers: Stated<string>;
  readonly optimizer: Stated<string> | null;
  readonly loss: Stated<string> | null;
  readonly learningRate: Stated<number> | null;
  readonly schedule: Stated<string> | null;
  readonly batchSize: Stated<number> | null;
  readonly epochs: Stated<number> | null;
  readonly metric: Stated<readonly string[]> | null;
}

export const SHEET_FIELDS = [
  'category',
  'input',
  'output',
  'preprocess',
  'layers',
  'optimizer',
  'loss',
  'learningRate',
  'schedule',
  'batchSize',
  'epochs',
  'metric',
] as const satisfies readonly (keyof SheetRow)[];
export type SheetField = (typeof SHEET_FIELDS)[number];

export const SHEET_FILE = path.join(PACKAGE_ROOT, 'tests', 'extraction', 'sheet.json');

/** The reference programs by the number of their task. */
export function readSheet(): Readonly<Record<string, SheetRow>> {
  return JSON.parse(readFileSync(SHEET_FILE, 'utf8')) as Record<string, SheetRow>;
}

export interface Compared {
  readonly isRight: Readonly<Record<SheetField, boolean>>;
  /** Edits between the layer sequences, and the sheet's number of layers. */
  readonly edits: number;
  readonly layerCount: number;
  /** Steps found, of those that the sheet has and of those that were extracted. */
  readonly steps: { readonly right: number; readonly stated: number; readonly extracted: number };
  /** Fields whose line is at most two from the sheet's, of the fields that both have and that are right. */
  readonly lines: { readonly near: number; readonly of: number };
}

/** One extracted plan against the sheet's row. */
export function compareToSheet(row: SheetRow, plan: ExtractedPlan): Compared {
  const layers = row.layers.value.split(' ');
  const steps = plan.preprocess.map(({ value }) => value);
  const stated = row.preprocess.map(([step]) => step);
  const right = stated.filter((step) => steps.includes(step)).length;
  const edits = levenshtein(plan.layerNames, layers);
  const isRight: Record<SheetField, boolean> = {
    category: row.category.value.includes(plan.category?.value ?? ''),
    input: isSame(row.input?.value, plan.input?.value),
    output: isSame(row.output?.value, plan.output?.value),
    preprocess: right === stated.length && steps.length === stated.length,
    layers: edits === 0,
    optimizer: isSame(row.optimizer?.value, plan.optimizer?.value),
    loss: isSame(lossName(row.loss?.value), lossName(plan.loss?.value)),
    learningRate: isSame(row.learningRate?.value, plan.learningRate?.value),
    schedule: isSame(row.schedule?.value, plan.schedule?.value),
    batchSize: isSame(row.batchSize?.value, plan.batchSize?.value),
    epochs: isSame(row.epochs?.value, plan.epochs?.value),
    metric: isSame(row.metric?.value.map(metricName), plan.metrics?.value.map(metricName)),
  };
  const pairs = [
    [row.input, plan.input, isRight.input],
    [row.output, plan.output, isRight.output],
    [row.optimizer, plan.optimizer, isRight.optimizer],
    [row.loss, plan.loss, isRight.loss],
    [row.learningRate, plan.learningRate, isRight.learningRate],
    [row.batchSize, plan.batchSize, isRight.batchSize],
    [row.epochs, plan.epochs, isRight.epochs],
    [row.metric, plan.metrics, isRight.metric],
  ] as const;
  const both = pairs.filter(([one, other, isEqual]) => one !== null && other !== null && isEqual);
  const near = both.filter(([one, other]) => Math.abs((one?.line ?? 0) - (other?.line ?? 0)) <= 2);
  return {
    isRight,
    edits,
    layerCount: layers.length,
    steps: { right, stated: stated.length, extracted: steps.length },
    lines: { near: near.length, of: both.length },
  };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

/** Several spellings of one loss are one; names of the program's own are as they are. */
function lossName(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const { known, stated } = normalizeLoss(name);
  return known && stated !== 'custom' ? stated : name;
}

function metricName(name: string): string {
  const { known, stated } = normalizeMetric(name);
  return known ? stated : name;
}
