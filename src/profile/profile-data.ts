import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Candidate, DataChoice, ReadData } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { promoteTables } from './delimited-text.ts';
import { type Found, joinFound, type ProfileContext } from './detector.ts';
import { DETECTORS } from './detectors-table.ts';
import { openSession } from './duckdb.ts';
import { contents, fileAdvice } from './file-advice.ts';
import { emptyFiles, fileGroup, type Folder, readFolder } from './folder.ts';
import { otherTables } from './other-tables.ts';
import { readParts } from './part-folders.ts';
import { openTable, type Table } from './table.ts';

export interface ProfileOptions {
  readonly signal?: AbortSignal;
}

/**
 * Everything that a file or a folder could be, by its structure. Paths in facts are relative to `given`, or to its folder
 * where it is a file. Close it when a candidate is settled.
 *
 * Paper: III-A, the attributes of the data that stand beside the requirement.
 * Errors: BAD_DATA (nothing usable; what was found is named).
 */
export async function profileData(
  given: string,
  { signal }: ProfileOptions = {},
): Promise<ReadData> {
  signal?.throwIfAborted();
  const { root, folder } = await openData(given, signal);
  const session = await openSession();
  const made = new Map<string, Promise<unknown>>();
  const once: ProfileContext['once'] = async <T>(name: string, make: () => Promise<T>) => {
    const known = made.get(name);
    if (known !== undefined) return known as Promise<T>;
    const making = make();
    made.set(name, making);
    return making;
  };
  const context: ProfileContext = {
    root,
    session,
    shown: given,
    folder,
    signal,
    once,
    table: async (file) => once<Table>(`table ${file}`, async () => openTable(session, root, file)),
  };
  const close = async (): Promise<void> => {
    // Reads that failed are reported by who asked for them.
    await Promise.allSettled(made.values());
    session.close();
  };
  try {
    const read = checked(context, await detectAll(context));
    const candidates = alone(read.candidates).map((candidate) => ({
      ...candidate,
      settle: async (choice: DataChoice) =>
        readParts(context.folder, await candidate.settle(choice)),
    }));
    return {
      path: given,
      candidates: candidates.toSorted((left, right) => right.fit - left.fit),
      missing: read.missing,
      others: await otherTables(context, new Set(candidates.map(({ place }) => place))),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function detectAll(context: ProfileContext): Promise<Found> {
  const parts: Found[] = [];
  for (const detect of DETECTORS) {
    context.signal?.throwIfAborted();
    parts.push(await detect(context));
  }
  return joinFound(parts);
}

const FILE_KINDS = /^(image|audio)-/;
const BESIDE_FILES = 0.4;

/** A table that names images or audio is rather no table by itself. */
function alone(candidates: readonly Candidate[]): readonly Candidate[] {
  const naming = new Set(
    candidates.flatMap(({ kind, place }) => (FILE_KINDS.test(kind) && place !== '' ? [place] : [])),
  );
  return candidates.map((candidate) =>
    candidate.columns.length > 0 && !FILE_KINDS.test(candidate.kind) && naming.has(candidate.place)
      ? { ...candidate, fit: candidate.fit * BESIDE_FILES }
      : candidate,
  );
}

/** Errors: BAD_DATA where there is no candidate. */
function checked({ shown, folder }: ProfileContext, read: Found): Found {
  if (read.candidates.length > 0) return read;
  const [failure] = read.failures;
  if (failure !== undefined) throw failure;
  const [missing] = read.missing;
  const what = missing?.why ?? `${shown} holds no data that can be used: ${contents(folder)}.`;
  throw new DLCodeGenError('BAD_DATA', what, { data: { path: shown } });
}

/** The data folder; of a single file, its folder with nothing else in it. */
async function openData(
  given: string,
  signal: AbortSignal | undefined,
): Promise<{ root: string; folder: Folder }> {
  const absolute = await realpath(given).catch((cause: unknown) => {
    throw new DLCodeGenError('BAD_DATA', `${given} does not exist.`, {
      cause,
      data: { path: given },
    });
  });
  const status = await stat(absolute);
  if (status.isDirectory()) {
    const folder = await readFolder(absolute, signal);
    return { root: absolute, folder: await promoteTables(absolute, folder) };
  }
  if (!status.isFile())
    throw new DLCodeGenError('BAD_DATA', `${given} is neither a file nor a folder.`);
  if (status.size === 0) throw new DLCodeGenError('BAD_DATA', `${given} is empty.`);
  const name = path.basename(absolute);
  const group = fileGroup(name);
  if (group === null || group === 'foreign' || group === 'image' || group === 'audio')
    throw new DLCodeGenError('BAD_DATA', `${given} cannot be used: ${fileAdvice(name, group)}.`, {
      data: { path: given },
    });
  const files = { ...emptyFiles(), [group]: [name] };
  const folder = { path: '', name: '', files, folders: [] };
  const root = path.dirname(absolute);
  return { root, folder: await promoteTables(root, folder) };
}
