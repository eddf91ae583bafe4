import type { Requirement, StageResult } from '../artifacts/index.ts';
import type { AuditReport } from '../dataset/index.ts';
import type { Interval } from '../metrics/index.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { Source } from './outcome.ts';

export interface Column {
  readonly id: string;
  readonly label: string;
  /** Shares are shown in percent. */
  readonly isShare: boolean;
  readonly better: 'higher' | 'lower' | null;
}

export interface TableRow {
  readonly id: string;
  readonly method: string;
  readonly model: string;
  readonly n: number;
  /** Of n, tasks that nearly repeat what the row's predictor was trained on; absent where nobody knows. */
  readonly seen?: number;
  /** Samples that were not made, or are no plan; they are in n. Null where nobody says. */
  readonly failed: number | null;
  /** By column; low and high are NaN where there is no interval. */
  readonly values: Readonly<Record<string, Interval>>;
}

/** Rows of one source only: what is published, rescored and measured never shares a table. */
export interface Table {
  readonly title: string;
  readonly source: Source | 'as published';
  readonly columns: readonly Column[];
  readonly rows: readonly TableRow[];
  /** How the scores were made; null for published figures, whose making is the paper's. */
  readonly signature: string | null;
}

export interface Comparison {
  readonly metric: string;
  readonly left: string;
  readonly right: string;
  readonly n: number;
  readonly difference: Interval;
  readonly p: number;
  readonly pHolm: number;
}

/** One candidate of a task, with what is known of it. */
export interface DrillCandidate {
  readonly row: string;
  readonly method: string;
  readonly model: string;
  readonly source: Source;
  readonly text: string | null;
  readonly scores: Readonly<Record<string, number>>;
  readonly stages: readonly StageResult[];
  readonly failure: string | null;
}

export interface Drill {
  readonly task: string;
  readonly requirement: Requirement;
  /** What people wrote: code, or the gold plan. */
  readonly reference: string | null;
  readonly candidates: readonly DrillCandidate[];
}

export interface Report {
  readonly experiment: string;
  readonly title: string;
  readonly question: string;
  readonly version: string;
  readonly seed: number;
  readonly tasks: number;
  readonly run: Fingerprint;
  readonly tables: readonly Table[];
  readonly comparisons: readonly Comparison[];
  readonly comparisonSignature: string;
  readonly audit: AuditReport;
  /** Tasks that nearly repeat a training plan; null where no training plans were given. */
  readonly contaminated: readonly string[] | null;
  readonly notes: readonly string[];
  readonly drill: readonly Drill[];
}

/** The report as JSON; NaN, "not scored", is null. Codes stand in report.html only. */
export function renderJson(report: Report): string {
  const drill = report.drill.map(({ task, candidates }) => ({
    task,
    candidates: candidates.map(({ text, ...rest }) => ({ ...rest, characters: text?.length ?? 0 })),
  }));
  return `${JSON.stringify({ ...report, drill }, null, 1)}\n`;
}

const SOURCE_ORDER = [
  'measured here',
  'trivial baseline',
  'rescored from released outputs',
  'rescored from given outputs',
] as const;

/** Rows with their source, cut into one table a source. */
export function tablesBySource(
  rows: readonly { readonly source: Source; readonly row: TableRow }[],
  title: string,
  columns: readonly Column[],
  signature: string,
): readonly Table[] {
  return SOURCE_ORDER.map((source) => ({
    title,
    source,
    columns,
    signature,
    rows: rows.filter((one) => one.source === source).map(({ row }) => row),
  })).filter((table) => table.rows.length > 0);
}

/** A value without an interval. */
export function exactly(value: number): Interval {
  return { value, low: Number.NaN, high: Number.NaN };
}

/** `27.5 % [25.1, 29.9]`, or `28.0 [..]` in the column's unit; a dash where nothing is known. */
export function showInterval(interval: Interval | undefined, { isShare }: Column): string {
  if (interval === undefined || Number.isNaN(interval.value)) return '–';
  const show = (value: number): string => showNumber(value, isShare);
  const range = Number.isNaN(interval.low)
    ? ''
    : ` [${show(interval.low)}, ${show(interval.high)}]`;
  return `${show(interval.value)}${range}`;
}

export function showNumber(value: number, isShare: boolean): string {
  if (isShare) return (100 * value).toFixed(1);
  return Math.abs(value) < 1 && value !== 0 ? value.toFixed(3) : value.toFixed(2);
}
