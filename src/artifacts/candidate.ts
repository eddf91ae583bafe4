import type { DataKind, TargetKind } from './data-spec.ts';
import type { ColumnProfile, DataProfile } from './profile.ts';

/** What is chosen of a candidate once words and data have met; what is left open is settled by the data's structure. */
export interface DataChoice {
  readonly target: TargetKind;
  /** Columns to predict, and why these. */
  readonly columns?: readonly string[];
  readonly reason?: string;
  /** Columns to learn from; all others are left out. */
  readonly inputs?: readonly string[];
  /** The column in whose order the rows stand. */
  readonly date?: string;
  /** The column that the network reads, where the data have several; of a pair the first. */
  readonly source?: string;
  /** Spans as they are asked for: how many of which unit of time, of steps where it is null. */
  readonly window?: readonly [number, string | null];
  readonly horizon?: readonly [number, string | null];
  /** Which level of nested folders holds the classes, 1 the first. */
  readonly level?: number;
}

/** One thing that the data could be, by their structure alone. */
export interface Candidate {
  readonly kind: DataKind;
  /** What could be predicted of them, the most natural first. */
  readonly targets: readonly TargetKind[];
  /** How much the structure speaks for it, 0-1. */
  readonly fit: number;
  readonly why: string;
  /** Columns that could be predicted or learned from; none where the data are no table. */
  readonly columns: readonly ColumnProfile[];
  /** Names that the words may mention: values of columns that could be classes, by column. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Names of the folders of each level that could be classes, the first level first. */
  readonly levels: readonly (readonly string[])[];
  /** Reads what depends on the choice. Errors: BAD_DATA, UNKNOWN_COLUMN. */
  settle(choice: DataChoice): Promise<DataProfile>;
}
