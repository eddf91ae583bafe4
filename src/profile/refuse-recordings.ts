import path from 'node:path';
import { DLCodeGenError } from '../core/index.ts';
import { readHead } from './csv-head.ts';
import type { ProfileContext } from './detector.ts';

/** Fewest files and folders of one form that are recordings rather than tables beside one another. */
const RECORDINGS = { files: 6, folders: 2 };

/** Errors: BAD_DATA where folders hold many tables of the same columns, each of them an item. */
export async function refuseRecordings(
  { root, shown, requirement }: ProfileContext,
  files: readonly string[],
): Promise<void> {
  const folders = new Set(files.map((file) => path.dirname(file)));
  const named = files.some((file) => requirement.includes(path.basename(file)));
  if (named || files.length < RECORDINGS.files || folders.size < RECORDINGS.folders) return;
  const looked = [...folders]
    .slice(0, 5)
    .map((folder) => files.find((file) => path.dirname(file) === folder) ?? '');
  const heads = await Promise.all(
    looked.map(async (file) => (await readHead(path.join(root, file), file)).names.join('\n')),
  );
  if (new Set(heads).size > 1) return;
  throw new DLCodeGenError(
    'BAD_DATA',
    `${shown} holds ${files.length} tables of the same columns in ${folders.size} folders, e.g. ${looked[0]}: one recording a file is not read. Join them into one table, with a column for the folder.`,
    { data: { files: files.slice(0, 10) } },
  );
}
