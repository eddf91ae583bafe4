import type { Issue } from '../core/result.ts';
import type { DataSpec } from './data-spec.ts';

export type ColumnRole =
  | 'number'
  | 'category'
  | 'text'
  | 'date'
  | 'id'
  | 'constant'
  | 'file'
  | 'list'
  | 'boolean';

export interface ColumnProfile {
  readonly name: string;
  /** DuckDB type name, e.g. `DOUBLE`, `VARCHAR`. */
  readonly type: string;
  readonly role: ColumnRole;
  /** Share of missing values, 0-1. */
  readonly missing: number;
  readonly distinct: number;
  readonly minimum: number | string | null;
  readonly maximum: number | string | null;
  readonly mean: number | null;
}

export interface ClassCount {
  readonly name: string;
  readonly count: number;
}

/** What the user's data is: names, types and aggregates only, never a value of a row. */
export interface DataProfile {
  readonly path: string;
  readonly data: DataSpec;
  /** Why this target was taken, e.g. `last column, 3 distinct values`. */
  readonly targetReason: string;
  /** Rows or items. */
  readonly count: number;
  readonly columns: readonly ColumnProfile[];
  readonly classes: readonly ClassCount[];
  /** The profile in the words of the paper's "Dataset Attributes". */
  readonly attributes: string;
  /** Unreadable files, suspicious columns, imbalance; nothing here stops the run. */
  readonly findings: readonly Issue[];
}
