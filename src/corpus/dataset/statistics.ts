import type { AuditReport } from '../../dataset/index.ts';
import { normalizeCategory, parsePlan } from '../../plan/index.ts';
import type { MinedSummary } from './mined-run.ts';
import type { DatasetRecord, SplitName } from './record.ts';

export interface SplitStatistics {
  readonly programs: number;
  readonly parses: number;
  /** Mean of the lines of code that are not empty. */
  readonly meanLines: number;
  readonly withLicence: number;
  readonly withDate: number;
  /** First and last day, `YYYY-MM-DD`; null where nothing is dated. */
  readonly days: readonly [string, string] | null;
}

/** dataset.json: what a dataset holds, and how it was made. */
export interface DatasetReport {
  readonly options: {
    readonly evaluationAfter: string | null;
    readonly validationShare: number;
    readonly seed: number;
    readonly withCode: boolean;
    readonly hasSources: boolean;
  };
  readonly mined: MinedSummary;
  /** Kept programs that are in no split, by reason. */
  readonly dropped: Readonly<Record<string, number>>;
  /** Groups of near copies in train and validation; a program alone is a group. */
  readonly groups: number;
  readonly splits: Readonly<Partial<Record<SplitName, SplitStatistics>>>;
  /** Programs of all splits, the most frequent first. */
  readonly categories: Readonly<Record<string, number>>;
  readonly licences: Readonly<Record<string, number>>;
  readonly meanLines: number;
  /** Null where there is one split alone. */
  readonly leakage: AuditReport<string> | null;
}

interface Sums {
  programs: number;
  parses: number;
  lines: number;
  withLicence: number;
  withDate: number;
  first: string;
  last: string;
}

/** Later than every day of a record. */
const LAST_DAY = '9999-99-99';

/** Counts the records as they are written. */
export class StatisticsCounter {
  readonly #splits = new Map<SplitName, Sums>();
  readonly #categories = new Map<string, number>();
  readonly #licences = new Map<string, number>();

  add(split: SplitName, record: DatasetRecord): void {
    const sums = this.#splits.get(split) ?? {
      programs: 0,
      parses: 0,
      lines: 0,
      withLicence: 0,
      withDate: 0,
      first: LAST_DAY,
      last: '',
    };
    this.#splits.set(split, sums);
    sums.programs += 1;
    sums.parses += Number(record.parses);
    sums.lines += record.codeLines;
    sums.withLicence += Number(record.licence !== null);
    if (record.date !== null) {
      const day = record.date.slice(0, 10);
      sums.withDate += 1;
      if (day < sums.first) sums.first = day;
      if (day > sums.last) sums.last = day;
    }
    increase(this.#categories, categoryOf(record));
    increase(this.#licences, record.licence ?? 'not known');
  }

  finish(): Pick<DatasetReport, 'splits' | 'categories' | 'licences' | 'meanLines'> {
    const all = [...this.#splits.values()];
    const lines = all.reduce((sum, one) => sum + one.lines, 0);
    const programs = all.reduce((sum, one) => sum + one.programs, 0);
    return {
      splits: Object.fromEntries(
        [...this.#splits].map(([split, sums]) => [split, summarize(sums)] as const),
      ),
      categories: mostFirst(this.#categories),
      licences: mostFirst(this.#licences),
      meanLines: Math.round(lines / Math.max(1, programs)),
    };
  }
}

function summarize({ lines, first, last, ...sums }: Sums): SplitStatistics {
  return {
    ...sums,
    meanLines: Math.round(lines / sums.programs),
    days: sums.withDate === 0 ? null : [first, last],
  };
}

function categoryOf(record: DatasetRecord): string {
  const plan = parsePlan(record['Code Plan']);
  return plan.ok ? normalizeCategory(plan.value.plan.category).name : 'not known';
}

function increase(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function mostFirst(counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  const sorted = [...counts].sort(
    ([one, first], [other, second]) => second - first || (one < other ? -1 : 1),
  );
  return Object.fromEntries(sorted);
}
