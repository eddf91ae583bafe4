import type { ClassCount, ColumnProfile, DataSpec } from '../artifacts/index.ts';
import type { Issue } from '../core/index.ts';
import type { Session } from './duckdb.ts';
import type { Folder } from './folder.ts';
import type { Table } from './table.ts';
import type { Wants } from './wants-table.ts';

/** What every detector sees. */
export interface ProfileContext {
  /** Absolute path of the data folder; facts and findings are relative to it. */
  readonly root: string;
  /** How messages name the data. */
  readonly shown: string;
  readonly folder: Folder;
  readonly wants: Wants;
  readonly requirement: string;
  readonly target: string | null;
  readonly signal: AbortSignal | undefined;
  /** Where tables are made of rows that lie in no table. */
  readonly session: Session;
  /** Reads a table once. */
  readonly table: (file: string) => Promise<Table>;
}

/** A profile without its path. */
export interface Detected {
  readonly data: DataSpec;
  readonly targetReason: string;
  readonly count: number;
  readonly columns: readonly ColumnProfile[];
  readonly classes: readonly ClassCount[];
  readonly attributes: string;
  readonly findings: readonly Issue[];
}

/** Reads the data as one kind, or says null where it is not of that kind. Errors: BAD_DATA, UNKNOWN_COLUMN. */
export type Detector = (context: ProfileContext) => Promise<Detected | null>;
