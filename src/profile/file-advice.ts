import { ownTable } from '../core/index.ts';
import path from 'node:path';
import { allFolders, filesUnder, type Folder } from './folder.ts';

/** The command that writes a file as what is read; `file` is its name, `stem` that without the suffix. */
type Conversion = (file: string, stem: string) => string;

const ARRAYS = 'a command that writes its arrays as .npz';
const python =
  (needs: string, what: string, code: Conversion): Conversion =>
  (file, stem) =>
    `${what}: pip install ${needs} && python -c "${code(file, stem)}"`;
const hdf5 = python(
  'h5py numpy',
  ARRAYS,
  (file, stem) =>
    `import h5py, numpy as np; f = h5py.File('${file}'); np.savez('${stem}.npz', **{k: f[k][()] for k in f if hasattr(f[k], 'shape')})`,
);
const sheet = python(
  'pandas openpyxl xlrd',
  'save the sheet as CSV, for example',
  (file, stem) =>
    `import pandas as pd; pd.read_excel('${file}').to_csv('${stem}.csv', index=False)`,
);
const rows = python(
  'pandas',
  'a command that writes each table as CSV',
  (file) =>
    `import sqlite3, pandas as pd; c = sqlite3.connect('${file}'); [pd.read_sql(f'select * from [{t}]', c).to_csv(t + '.csv', index=False) for (t,) in c.execute('select name from sqlite_master where type = \\'table\\'').fetchall()]`,
);
/** Run in the folder of the data, for all such files below it. */
const sound: Conversion = (file) =>
  `convert it to wav, all at once in the folder: find . -name "*${path.extname(file)}" -exec ffmpeg -i {} {}.wav ';'`;
const frames: Conversion = (file) =>
  `write the frames as images, in the folder: find . -name "*${path.extname(file)}" -exec ffmpeg -i {} -vf fps=1 {}-%04d.png ';'`;
const volume = python(
  'nibabel numpy',
  'save volumes as .npy, all at once in the folder',
  () =>
    "import pathlib, nibabel, numpy as np; [np.save(str(p) + '.npy', nibabel.load(p).get_fdata()) for p in pathlib.Path('.').rglob('*.nii*')]",
);
const unpack =
  (command: string): Conversion =>
  (file) =>
    `unpack it and name the folder: ${command} "${file}"`;
const pickled: Conversion = () =>
  'pickles run code when loaded; save plain numbers as .npz or a table as CSV where you trust them';

/** What to do with files that no loader reads, by extension. */
const CONVERSIONS: Readonly<Record<string, Conversion>> = ownTable({
  '.xlsx': sheet,
  '.xls': sheet,
  '.zip': unpack('unzip'),
  '.tar': unpack('tar -xf'),
  '.tgz': unpack('tar -xzf'),
  '.gz': (file) =>
    /\.nii\.gz$/i.test(file)
      ? volume(file, stemOf(stemOf(file)))
      : /\.tar\.gz$/i.test(file)
        ? unpack('tar -xzf')(file, '')
        : `unpack it: gunzip -k "${file}"`,
  '.rar': unpack('unrar x'),
  '.7z': unpack('7z x'),
  '.pkl': pickled,
  '.pickle': pickled,
  '.mp3': sound,
  '.flac': sound,
  '.ogg': sound,
  '.m4a': sound,
  '.h5': hdf5,
  '.hdf5': hdf5,
  '.mat': python(
    'scipy numpy',
    ARRAYS,
    (file, stem) =>
      `import numpy as np, scipy.io as s; np.savez('${stem}.npz', **{k: v for k, v in s.loadmat('${file}').items() if k[0] != '_'})`,
  ),
  '.nii': volume,
  '.dcm': python(
    'pydicom pillow numpy',
    'save images as PNG, all at once in the folder',
    () =>
      "import pathlib, numpy as np, pydicom; from PIL import Image; [Image.fromarray(np.uint8(255 * (a - a.min()) / max(np.ptp(a), 1))).save(p.with_suffix('.png')) for p in pathlib.Path('.').rglob('*.dcm') for a in [pydicom.dcmread(p).pixel_array.astype(float)]]",
  ),
  '.sqlite': rows,
  '.sqlite3': rows,
  '.db': rows,
  '.mp4': frames,
  '.avi': frames,
  '.mov': frames,
  '.tfrec': records,
  '.tfrecord': records,
  '.mid': python(
    'pretty_midi',
    'a command that writes its notes as CSV',
    (file, stem) =>
      `import csv, pretty_midi; csv.writer(open('${stem}.csv', 'w')).writerows([('pitch', 'start', 'end')] + [(n.pitch, n.start, n.end) for i in pretty_midi.PrettyMIDI('${file}').instruments for n in i.notes])`,
  ),
});

function records(file: string, stem: string): string {
  return python(
    'tensorflow',
    'write images and labels of each record as files; a command that shows what they hold',
    () =>
      `import tensorflow as tf; print(tf.train.Example.FromString(next(iter(tf.data.TFRecordDataset('${file}'))).numpy()).features.feature.keys())`,
  )(file, stem);
}

const idx = python(
  'numpy',
  'save them as .npy',
  (file) =>
    `import numpy as np; d = open('${file}', 'rb').read(); s = np.frombuffer(d, '>i4', d[3], 4); np.save('${file}.npy', np.frombuffer(d, np.uint8, -1, 4 + 4 * d[3]).reshape(s))`,
);

/** Parts of CIFAR-10 and CIFAR-100, which are pickles without a suffix. */
const PICKLED = /^(?:data_batch_\d|test_batch|batches\.meta)$/;

function stemOf(file: string): string {
  return file.slice(0, file.length - path.extname(file).length);
}

/** Why a file is not read, and the command that writes it as what is read. */
export function fileAdvice(name: string, group: string | null): string {
  if (group === 'image' || group === 'audio')
    return `it is a single ${group} file; name the folder that holds all of them`;
  const suffix = path.extname(name).toLowerCase();
  // What is written into a command that people copy may hold nothing that a shell reads.
  const isSafe = /^[\p{L}\p{N}_][\p{L}\p{N}_ ./-]*$/u.test(name);
  const file = isSafe ? name : `FILE${CONVERSIONS[suffix] === undefined ? '' : suffix}`;
  if (PICKLED.test(path.posix.basename(name))) return pickled(file, '');
  if (/idx\d-ubyte$/i.test(name)) return `IDX arrays are not read; ${idx(file, file)}`;
  const said = CONVERSIONS[suffix]?.(file, stemOf(file));
  if (said !== undefined) return said;
  return `${suffix === '' ? 'a file without extension' : `${suffix} files`} are not read; give CSV, TSV, Parquet, JSONL, images, text, .npy, .npz or wav`;
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
