import { ownTable } from '../core/index.ts';
import path from 'node:path';
import { allFolders, filesUnder, type Folder } from './folder.ts';

/** What to do with files that no loader reads, by extension. */
const ADVICE: Readonly<Record<string, string>> = ownTable({
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
});

/** Why a file is not read, and what to do about it. */
export function fileAdvice(name: string, group: string | null): string {
  if (group === 'image' || group === 'audio')
    return `it is a single ${group} file; name the folder that holds all of them`;
  if (/idx\d-ubyte$/i.test(name)) return 'IDX arrays are not read; save them as .npy or .npz';
  const suffix = path.extname(name).toLowerCase();
  return (
    ADVICE[suffix] ??
    `${suffix === '' ? 'a file without extension' : `${suffix} files`} are not read; give CSV, TSV, Parquet, JSONL, images, text, .npy, .npz or wav`
  );
}

/** What a folder without usable data holds. */
export function contents(folder: Folder): string {
  const foreign = filesUnder(folder, 'foreign');
  const [first] = foreign;
  if (first !== undefined)
    return `it holds ${foreign.length} files like ${first}; ${fileAdvice(first, 'foreign')}`;
  const unknown = filesUnder(folder, 'unknown');
  const [other] = unknown;
  if (other !== undefined)
    return `it holds ${unknown.length} files like ${other}; ${fileAdvice(other, null)}`;
  const folders = allFolders(folder).length - 1;
  return folders === 0
    ? 'the folder is empty'
    : `its ${folders} folders hold no files of a known kind`;
}
