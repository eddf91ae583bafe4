import type {
  Candidate,
  ClassCount,
  ColumnProfile,
  DataChoice,
  DataKind,
  DataProfile,
  DataSpec,
  MissingLayout,
  TargetKind,
} from '../artifacts/index.ts';
import type { DLCodeGenError, Issue } from '../core/index.ts';
import type { Session } from './duckdb.ts';
import type { Folder } from './folder.ts';
import type { Table } from './table.ts';

/** What every detector sees: the data, never what is wanted of them. */
export interface ProfileContext {
  /** Absolute path of the data folder; facts and findings are relative to it. */
  readonly root: string;
  /** How messages name the data. */
  readonly shown: string;
  readonly folder: Folder;
  readonly signal: AbortSignal | undefined;
  /** Where tables are made of rows that lie in no table. */
  readonly session: Session;
  /** Reads a table once. */
  readonly table: (file: string) => Promise<Table>;
  /** Makes something once and keeps it under that name. */
  readonly once: <T>(name: string, make: () => Promise<T>) => Promise<T>;
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

export interface Found {
  readonly candidates: readonly Candidate[];
  readonly missing: readonly MissingLayout[];
  /** Why files that are there could not be read. */
  readonly failures: readonly DLCodeGenError[];
}

/** What the data could be in one kind of layout. Reads structure only; what is costly waits for `settle`. */
export type Detector = (context: ProfileContext) => Promise<Found>;

export function found(
  candidates: readonly Candidate[],
  missing: readonly MissingLayout[] = [],
  failures: readonly DLCodeGenError[] = [],
): Found {
  return { candidates, missing, failures };
}

export const NOTHING = found([]);

export function joinFound(parts: readonly Found[]): Found {
  return found(
    parts.flatMap(({ candidates }) => candidates),
    parts.flatMap(({ missing }) => missing),
    parts.flatMap(({ failures }) => failures),
  );
}

export function lacks(kind: DataKind, targets: readonly TargetKind[], why: string): MissingLayout {
  return { kind, targets, why };
}

type Parts = Pick<Candidate, 'kind' | 'targets' | 'fit' | 'why' | 'count'> &
  Partial<Omit<Candidate, 'settle'>>;

/** A candidate of these parts; `detect` reads it as it was chosen. */
export function candidateOf(
  context: ProfileContext,
  parts: Parts,
  detect: (choice: DataChoice) => Promise<Detected>,
): Candidate {
  return {
    place: '',
    columns: [],
    labels: [],
    sources: [],
    classNames: [],
    usualTargets: async () => [],
    values: async () => new Map(),
    languages: () => new Map(),
    ...parts,
    async settle(choice): Promise<DataProfile> {
      context.signal?.throwIfAborted();
      const detected = await detect(choice);
      return { path: context.shown, ...detected, columns: detected.columns.map(publicColumn) };
    },
  };
}

/** Without what only candidates use. */
function publicColumn(column: ColumnProfile): ColumnProfile {
  const { name, type, role, missing, distinct, minimum, maximum, mean } = column;
  return { name, type, role, missing, distinct, minimum, maximum, mean };
}
