import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ColumnProfile, DataProfile } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { correctSpelling, mendSpelling } from '../requirement/index.ts';
import { promoteTables } from './delimited-text.ts';
import type { ProfileContext } from './detector.ts';
import { DETECTORS } from './detectors-table.ts';
import { openSession } from './duckdb.ts';
import {
  allFolders,
  emptyFiles,
  fileGroup,
  filesUnder,
  type Folder,
  readFolder,
} from './folder.ts';
import { openTable, type Table } from './table.ts';
import { unknownColumn } from './target-column.ts';
import { readWants } from './wants-table.ts';

export interface ProfileOptions {
  /** Column to predict; several are separated by commas. */
  readonly target?: string;
  /** The requirement's text: it decides between readings of the same folder. */
  readonly requirement?: string;
  readonly signal?: AbortSignal;
}

/**
 * Profiles a file or a folder. Paths in the facts are relative to `path`, or to its folder where it is a file.
 *
 * Paper: III-A, the attributes of the data that stand beside the requirement.
 * Errors: BAD_DATA (nothing usable; what was found is named), UNKNOWN_COLUMN (columns are listed).
 */
export async function profileData(
  given: string,
  options: ProfileOptions = {},
): Promise<DataProfile> {
  options.signal?.throwIfAborted();
  const { root, folder } = await openData(given, options.signal);
  const session = await openSession();
  const tables = new Map<string, Promise<Table>>();
  const requirement = mendSpelling(options.requirement ?? '');
  const context: ProfileContext = {
    root,
    session,
    shown: given,
    folder,
    requirement,
    signal: options.signal,
    target: options.target ?? null,
    wants: readWants(correctSpelling(requirement)),
    table(file) {
      const opened = tables.get(file) ?? openTable(session, root, file);
      tables.set(file, opened);
      return opened;
    },
  };
  try {
    for (const detect of DETECTORS) {
      options.signal?.throwIfAborted();
      const detected = await detect(context);
      if (detected === null) continue;
      if (context.target !== null && detected.columns.length === 0 && context.target !== 'class')
        throw unknownColumn(context.target, [], given, 'The target');
      return { path: given, ...detected, columns: detected.columns.map(publicColumn) };
    }
    throw new DLCodeGenError(
      'BAD_DATA',
      `${given} holds no data that can be used: ${contents(folder)}.`,
      {
        data: { path: given },
      },
    );
  } finally {
    // Reads that failed are reported by who asked for them.
    await Promise.allSettled(tables.values());
    session.close();
  }
}

/** Without what only detectors use. */
function publicColumn(column: ColumnProfile): ColumnProfile {
  const { name, type, role, missing, distinct, minimum, maximum, mean } = column;
  return { name, type, role, missing, distinct, minimum, maximum, mean };
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

const ADVICE: Readonly<Record<string, string>> = {
  '.xlsx': 'save the sheet as CSV',
  '.xls': 'save the sheet as CSV',
  '.zip': 'unpack it and name the folder',
  '.gz': 'unpack it and name the file',
  '.tar': 'unpack it and name the folder',
  '.rar': 'unpack it and name the folder',
  '.7z': 'unpack it and name the folder',
  '.pkl': 'pickles run code when loaded; save plain numbers or a table',
  '.pickle': 'pickles run code when loaded; save plain numbers or a table',
  '.mp3': 'convert it to wav',
  '.flac': 'convert it to wav',
  '.ogg': 'convert it to wav',
  '.m4a': 'convert it to wav',
  '.h5': 'save arrays as .npz',
  '.hdf5': 'save arrays as .npz',
  '.mat': 'save arrays as .npz',
  '.nii': 'save slices as PNG or volumes as .npz',
  '.dcm': 'save images as PNG',
};

function fileAdvice(name: string, group: string | null): string {
  if (group === 'image' || group === 'audio')
    return `it is a single ${group} file; name the folder that holds all of them`;
  const suffix = path.extname(name).toLowerCase();
  return (
    ADVICE[suffix] ??
    `${suffix === '' ? 'a file without extension' : `${suffix} files`} are not read; give CSV, TSV, Parquet, JSONL, images, text, .npy, .npz or wav`
  );
}

function contents(folder: Folder): string {
  const foreign = filesUnder(folder, 'foreign');
  const [first] = foreign;
  if (first !== undefined)
    return `it holds ${foreign.length} files like ${first}; ${fileAdvice(first, 'foreign')}`;
  const folders = allFolders(folder).length - 1;
  return folders === 0
    ? 'the folder is empty'
    : `its ${folders} folders hold no files of a known kind`;
}
