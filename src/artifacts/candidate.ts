import type { DataKind, TargetKind } from './data-spec.ts';
import type { ColumnProfile, DataProfile } from './profile.ts';

/** A span of time: how many of which unit, of steps of the data where the unit is null. */
export type Span = readonly [count: number, unit: string | null];

/** What is chosen of a candidate once words and data have met; what is left open is settled by the data's structure. */
export interface DataChoice {
  readonly target?: TargetKind;
  /** Columns to predict. */
  readonly columns?: readonly string[];
  /** The classes are whether the numbers to predict are above this one. */
  readonly above?: number;
  /** Why these columns, or why these classes. */
  readonly reason?: string;
  /** Columns to learn from; all others are left out. */
  readonly inputs?: readonly string[];
  /** Columns that are inputs too, though the structure would leave them out. */
  readonly included?: readonly string[];
  /** Columns that are no inputs, e.g. other answers. */
  readonly excluded?: readonly string[];
  /** The column in whose order the rows stand. */
  readonly date?: string;
  /** The column that the network reads, where it reads one text; of a pair the first. */
  readonly source?: string;
  /** The series of a table that holds several: a column, and its value in the rows of that series. */
  readonly series?: readonly [column: string, value: string];
  /** The columns that tell series apart which are learnt together. */
  readonly keys?: readonly string[];
  readonly window?: Span;
  readonly horizon?: Span;
}

/** A column with the measures that decide what it could be. */
export interface DataColumn extends ColumnProfile {
  readonly numeric: boolean;
  /** Number column without fractions. */
  readonly integer: boolean;
  /** Only 0 and 1 (or true and false). */
  readonly binary: boolean;
  /** Over a sample; 0 for other than text. */
  readonly averageWords: number;
  readonly averageLength: number;
}

/** A column that is predicted where nothing is said of it. */
export interface UsualTarget {
  readonly columns: readonly string[];
  readonly reason: string;
  /** 0-1. */
  readonly confidence: number;
}

/** One thing that the data could be, by their structure alone. */
export interface Candidate {
  readonly kind: DataKind;
  /** What could be predicted of them, the most natural first. */
  readonly targets: readonly TargetKind[];
  /** How much the structure speaks for it, 0-1. */
  readonly fit: number;
  /** What the structure is, e.g. `3 class folders`. */
  readonly why: string;
  /** The file or folder that is read, relative to the data folder; "" is that folder. */
  readonly place: string;
  /** Rows or items. */
  readonly count: number;
  /** Columns of the table; none where there is none. */
  readonly columns: readonly DataColumn[];
  /** Those that could be predicted. */
  readonly labels: readonly DataColumn[];
  /** Columns of which the network could read one as the whole item, e.g. texts, the most natural first. */
  readonly sources: readonly string[];
  /** Names of the folders that are the classes. */
  readonly classNames: readonly string[];
  /** The part of the file names that is the class, 1 the first; only where one part of several is. */
  readonly namePart?: number;
  /** Columns that tell apart the series of a table; none where each column is a series. */
  readonly keys?: readonly string[];
  /** Targets that structure and usual names speak for, the surest first. */
  usualTargets(): Promise<readonly UsualTarget[]>;
  /** Values of label columns that hold few words, by column. */
  values(): Promise<ReadonlyMap<string, readonly string[]>>;
  /** ISO 639-1 code of the language that a text column is written in, as far as it was recognised. */
  languages(): ReadonlyMap<string, string>;
  /** Reads what depends on the choice. Errors: BAD_DATA, UNKNOWN_COLUMN. */
  settle(choice: DataChoice): Promise<DataProfile>;
}

/** A layout that the data have but for something that is missing. */
export interface MissingLayout {
  readonly kind: DataKind;
  readonly targets: readonly TargetKind[];
  /** A sentence: what is there and what is missing. */
  readonly why: string;
  /** Whether the files are there in a format that is not read. */
  readonly isForeign?: boolean;
}

/** A table of the data folder that none of the candidates reads. */
export interface OtherTable {
  readonly file: string;
  readonly columns: readonly string[];
  /** What this table could be. Errors: BAD_DATA. */
  open(): Promise<readonly Candidate[]>;
}

/** Everything that the user's data could be; tables stay open until `close`. */
export interface ReadData {
  /** As it was given. */
  readonly path: string;
  /** The best first. */
  readonly candidates: readonly Candidate[];
  readonly missing: readonly MissingLayout[];
  readonly others: readonly OtherTable[];
  close(): Promise<void>;
}
