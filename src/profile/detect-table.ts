import path from 'node:path';
import type { Candidate, DataChoice } from '../artifacts/index.ts';
import { DLCodeGenError, type Issue } from '../core/index.ts';
import { readHead } from './csv-head.ts';
import {
  type Detector,
  type Found,
  found,
  joinFound,
  lacks,
  NOTHING,
  type ProfileContext,
} from './detector.ts';
import { joinedFiles, joinTables } from './joined-tables.ts';
import { stackedFiles, stackTables, withoutFiles } from './stacked-tables.ts';
import { splitFindings } from './split-column.ts';
import type { Table } from './table.ts';
import { readCells } from './table-cells.ts';
import { findTables } from './table-files.ts';
import { readPairs } from './table-pairs.ts';
import { readPixels } from './table-pixels.ts';
import { readRatings } from './table-ratings.ts';
import { readRows } from './table-rows.ts';
import { readSeries } from './table-series.ts';
import { readSignals } from './table-signals.ts';
import { readTagged } from './table-tagged.ts';
import { readTextPairs } from './table-text-pairs.ts';
import { readTexts } from './table-texts.ts';

/** What one table could be in one way. */
export type TableReading = (context: ProfileContext, table: Table) => Promise<Found>;

const READINGS: readonly TableReading[] = [
  readTagged,
  readCells,
  readPixels,
  readTextPairs,
  readPairs,
  readSignals,
  readRatings,
  readSeries,
  readTexts,
  readRows,
];

/** A table by itself: the first of the folder that can be learned from. */
export const detectTable: Detector = async (context) => {
  const { train } = findTables(context.folder);
  const [file] = train;
  if (file === undefined) return NOTHING;
  const recordings = await recordingsReason(context, train);
  if (recordings !== null) return found([], [lacks('table', [], recordings)]);
  try {
    return await tableCandidates(context, await context.table(file));
  } catch (error) {
    if (error instanceof DLCodeGenError) return found([], [], [error]);
    throw error;
  }
};

/** Everything that one table could be. */
export async function tableCandidates(given: ProfileContext, first: Table): Promise<Found> {
  const table = (await stackTables(given, first)) ?? (await joinTables(given, first)) ?? first;
  const used = [...stackedFiles(table), ...joinedFiles(table)];
  const context =
    used.length === 0
      ? given
      : withoutFiles(
          given,
          used.filter((file) => file !== first.file),
        );
  const parts: Found[] = [];
  for (const read of READINGS) {
    context.signal?.throwIfAborted();
    parts.push(await read(context, table));
  }
  const { candidates, missing, failures } = joinFound(parts);
  const beside = unusedTables(findTables(context.folder).train, table);
  return found(
    candidates.map((candidate) => withFindings(candidate, table, beside)),
    missing,
    failures,
  );
}

function withFindings(candidate: Candidate, table: Table, beside: readonly Issue[]): Candidate {
  return {
    ...candidate,
    async settle(choice: DataChoice) {
      const profile = await candidate.settle(choice);
      const splits = splitFindings(table, profile.data.facts);
      return { ...profile, findings: [...profile.findings, ...splits, ...beside] };
    },
  };
}

function unusedTables(files: readonly string[], { file: used }: Table): readonly Issue[] {
  const others = files.filter((file) => file !== used).slice(0, 10);
  if (others.length === 0) return [];
  return [
    {
      code: 'UNUSED_FILES',
      path: used,
      message: `${used} is used; not used: ${others.join(', ')}.`,
    },
  ];
}

/** Fewest files and folders of one form that are recordings rather than tables beside one another. */
const RECORDINGS = { files: 6, folders: 2 };

/** Why folders that hold many tables of the same columns, each of them an item, are not read; null for other tables. */
async function recordingsReason(
  { root, shown }: ProfileContext,
  files: readonly string[],
): Promise<string | null> {
  const folders = new Set(files.map((file) => path.dirname(file)));
  if (files.length < RECORDINGS.files || folders.size < RECORDINGS.folders) return null;
  const looked = [...folders]
    .slice(0, 5)
    .map((folder) => files.find((file) => path.dirname(file) === folder) ?? '');
  const heads = await Promise.all(
    looked.map(async (file) => (await readHead(path.join(root, file), file)).names.join('\n')),
  );
  if (new Set(heads).size > 1) return null;
  return `${shown} holds ${files.length} tables of the same columns in ${folders.size} folders, e.g. ${looked[0]}: one recording a file is not read. Join them into one table, with a column for the folder.`;
}
