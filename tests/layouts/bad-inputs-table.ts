import { symlinkSync } from 'node:fs';
import path from 'node:path';
import type { ErrorCode } from '../../src/core/index.ts';
import { classPicture, csv, npy, numbers, writeImage, writeText, zip } from './writers.ts';

/** Data that cannot be used, with the error that must say so. */
export interface BadInput {
  readonly name: string;
  readonly requirement?: string;
  readonly target?: string;
  readonly write: (folder: string) => Promise<void> | void;
  readonly path?: string;
  readonly expected: { readonly code: ErrorCode; readonly words: readonly string[] };
}

const PEOPLE = csv([
  ['name', 'height', 'weight', 'sport'],
  ...Array.from({ length: 20 }, (_, row) => [
    `p${row}`,
    160 + row,
    60 + (row % 7),
    row % 2 === 0 ? 'tennis' : 'golf',
  ]),
]);
const people = (folder: string): void => writeText(folder, 'people.csv', PEOPLE);

async function photos(folder: string, base: string): Promise<void> {
  const random = numbers(51);
  for (let item = 0; item < 6; item++)
    await writeImage(folder, `${base}/${item}.png`, classPicture(0, random, 32));
}

export const BAD_INPUTS: readonly BadInput[] = [
  {
    name: 'a tag column that is not there',
    target: 'pos_tag',
    write: (folder) =>
      writeText(
        folder,
        'a.csv',
        csv([
          ['Sentence', 'Word', 'Tag'],
          ['s1', 'Rome', 'B-geo'],
          ['', 'is', 'O'],
          ['', 'old', 'O'],
        ]),
      ),
    expected: { code: 'UNKNOWN_COLUMN', words: ['pos_tag', 'Sentence, Word, Tag'] },
  },
  {
    name: 'a path that is not there',
    write: () => undefined,
    path: 'absent.csv',
    expected: { code: 'BAD_DATA', words: ['absent.csv', 'does not exist'] },
  },
  {
    name: 'an empty folder',
    write: () => undefined,
    expected: { code: 'BAD_DATA', words: ['empty'] },
  },
  {
    name: 'an empty file',
    write: (folder) => writeText(folder, 'a.csv', ''),
    path: 'a.csv',
    expected: { code: 'BAD_DATA', words: ['a.csv', 'is empty'] },
  },
  {
    name: 'a csv of blank lines',
    write: (folder) => writeText(folder, 'a.csv', '\n \n'),
    path: 'a.csv',
    expected: { code: 'BAD_DATA', words: ['a.csv', 'is empty'] },
  },
  {
    name: 'titles above the names',
    write: (folder) => writeText(folder, 'a.csv', `Station 12\nExported today\n\n${PEOPLE}`),
    path: 'a.csv',
    expected: { code: 'BAD_DATA', words: ['2 lines', 'Station 12', 'remove'] },
  },
  {
    name: 'a line that names the separator',
    write: (folder) => writeText(folder, 'a.csv', `sep=;\n${PEOPLE.replaceAll(',', ';')}`),
    path: 'a.csv',
    expected: { code: 'BAD_DATA', words: ['a line', 'sep=', 'remove it'] },
  },
  {
    name: 'a recording a file, in folders of classes',
    write: (folder) => {
      for (let file = 0; file < 8; file++)
        writeText(folder, `${file % 2 === 0 ? 'walk' : 'run'}/${file}.csv`, 'ax,ay\n1,2\n3,4\n');
    },
    expected: { code: 'BAD_DATA', words: ['8 tables', '2 folders', 'Join'] },
  },
  {
    name: 'a JSON array',
    write: (folder) => writeText(folder, 'a.json', '[{"a": 1, "b": {"c": 2}}, {"a": 2}]'),
    path: 'a.json',
    expected: { code: 'BAD_DATA', words: ['one JSON array', 'one object a line'] },
  },
  {
    name: 'a header alone',
    write: (folder) => writeText(folder, 'a.csv', 'x,y\n'),
    path: 'a.csv',
    expected: { code: 'BAD_DATA', words: ['no rows'] },
  },
  {
    name: 'one row',
    write: (folder) => writeText(folder, 'a.csv', 'x,y\n1,2\n'),
    path: 'a.csv',
    expected: { code: 'BAD_DATA', words: ['one row'] },
  },
  {
    name: 'an image called csv',
    write: async (folder) => {
      await photos(folder, '.');
      writeText(folder, 'a.csv', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
    },
    path: 'a.csv',
    expected: { code: 'BAD_DATA', words: ['a.csv', 'binary', 'PNG'] },
  },
  {
    name: 'bytes called csv',
    write: (folder) =>
      writeText(
        folder,
        'a.csv',
        Buffer.from(Array.from({ length: 600 }, (_, at) => (at * 37) % 256)),
      ),
    path: 'a.csv',
    expected: { code: 'BAD_DATA', words: ['binary'] },
  },
  {
    name: 'utf-16',
    write: (folder) => writeText(folder, 'a.csv', Buffer.from(`\ufeff${PEOPLE}`, 'utf16le')),
    path: 'a.csv',
    expected: { code: 'BAD_DATA', words: ['UTF-16', 'UTF-8'] },
  },
  {
    name: 'a workbook',
    write: (folder) => writeText(folder, 'a.xlsx', 'PK'),
    path: 'a.xlsx',
    expected: { code: 'BAD_DATA', words: ['CSV'] },
  },
  {
    name: 'an archive',
    write: (folder) => writeText(folder, 'a.zip', 'PK'),
    expected: { code: 'BAD_DATA', words: ['a.zip', 'unpack'] },
  },
  {
    name: 'a parquet that is none',
    write: (folder) => writeText(folder, 'a.parquet', PEOPLE),
    path: 'a.parquet',
    expected: { code: 'BAD_DATA', words: ['a.parquet', 'Parquet'] },
  },
  {
    name: 'json lines that are none',
    write: (folder) => writeText(folder, 'a.jsonl', '{"a": 1}\n{"a": \n'),
    path: 'a.jsonl',
    expected: { code: 'BAD_DATA', words: ['a.jsonl', 'JSON'] },
  },
  {
    name: 'a target that is not there',
    write: people,
    target: 'wieght',
    expected: {
      code: 'UNKNOWN_COLUMN',
      words: ['"wieght"', 'Did you mean "weight"', 'name, height, weight, sport'],
    },
  },
  {
    name: 'a requirement that names a column that is not there',
    requirement: 'Predict the salary column from the rest.',
    write: people,
    expected: { code: 'UNKNOWN_COLUMN', words: ['"salary"', 'name, height, weight, sport'] },
  },
  {
    name: 'a quoted column that is not there',
    requirement: "Predict 'income_group' for each person",
    write: people,
    expected: { code: 'UNKNOWN_COLUMN', words: ['"income_group"'] },
  },
  {
    name: 'a column of folders of images',
    target: 'breed',
    write: async (folder) => {
      await photos(folder, 'a');
      await photos(folder, 'b');
    },
    expected: { code: 'UNKNOWN_COLUMN', words: ['breed'] },
  },
  {
    name: 'a target with one value',
    target: 'y',
    write: (folder) =>
      writeText(
        folder,
        'a.csv',
        csv([
          ['x', 'y'],
          [1, 3],
          [2, 3],
          [4, 3],
        ]),
      ),
    expected: { code: 'BAD_DATA', words: ['y', 'one value'] },
  },
  {
    name: 'a text target with very many values',
    target: 'code',
    requirement: 'Classify the code',
    write: (folder) =>
      writeText(
        folder,
        'a.csv',
        csv([['x', 'code'], ...Array.from({ length: 100_000 }, (_, row) => [row % 7, `k${row}`])]),
      ),
    expected: { code: 'BAD_DATA', words: ['code', '100000 distinct values'] },
  },
  {
    name: 'one class folder',
    requirement: 'Classify images',
    write: (folder) => photos(folder, 'cats'),
    expected: { code: 'BAD_DATA', words: ['one class', '6 image files', 'cats'] },
  },
  {
    name: 'one class folder of a split',
    requirement: 'Classify images',
    write: (folder) => photos(folder, 'train/cats'),
    expected: { code: 'BAD_DATA', words: ['one class'] },
  },
  {
    name: 'images that do not decode',
    requirement: 'Classify images',
    write: (folder) => {
      for (const name of ['a/1.png', 'a/2.png', 'b/1.png', 'b/2.png'])
        writeText(folder, name, 'no image');
    },
    expected: { code: 'BAD_DATA', words: ['None of the 4 images', 'a/1.png'] },
  },
  {
    name: 'pairs whose names do not agree',
    requirement: 'Dehaze images',
    write: async (folder) => {
      await photos(folder, 'hazy');
      const random = numbers(52);
      for (let item = 0; item < 6; item++)
        await writeImage(folder, `clear/other${item}x.png`, classPicture(1, random, 32));
    },
    expected: { code: 'BAD_DATA', words: ['unpaired', 'hazy', 'clear'] },
  },
  {
    name: 'an array of objects',
    write: (folder) => {
      const bytes = npy('<f4', [2, 2], [1, 2, 3, 4]);
      writeText(
        folder,
        'x.npy',
        Buffer.from(bytes.toString('latin1').replace("'<f4'", "'|O' "), 'latin1'),
      );
    },
    path: 'x.npy',
    expected: { code: 'BAD_DATA', words: ['x.npy', 'pickle'] },
  },
  {
    name: 'a cut array',
    write: (folder) => writeText(folder, 'x.npy', npy('<f4', [2, 2], [1, 2, 3, 4]).subarray(0, 40)),
    path: 'x.npy',
    expected: { code: 'BAD_DATA', words: ['x.npy', 'header'] },
  },
  {
    name: 'a cut npz',
    write: (folder) =>
      writeText(
        folder,
        'x.npz',
        zip({ 'x.npy': npy('<f4', [2, 2], [1, 2, 3, 4]) }).subarray(0, 150),
      ),
    path: 'x.npz',
    expected: { code: 'BAD_DATA', words: ['x.npz', 'zip'] },
  },
  {
    name: 'inputs and labels of different lengths',
    write: (folder) => {
      writeText(folder, 'x.npy', npy('<f4', [3, 2], [1, 2, 3, 4, 5, 6]));
      writeText(folder, 'y.npy', npy('<i8', [2], [0, 1]));
    },
    expected: { code: 'BAD_DATA', words: ['x.npy', 'y.npy', 'differ'] },
  },
  {
    name: 'sounds that are none',
    write: (folder) => {
      for (const name of ['a/1.wav', 'b/1.wav']) writeText(folder, name, 'RIFFxxxxWAVE');
    },
    expected: { code: 'BAD_DATA', words: ['wav', 'a/1.wav'] },
  },
  {
    name: 'a pickle',
    write: (folder) => writeText(folder, 'a.pkl', 'x'),
    path: 'a.pkl',
    expected: { code: 'BAD_DATA', words: ['pickles'] },
  },
  {
    name: 'a link out of the folder',
    write: (folder) => {
      writeText(folder, '../outside.csv', PEOPLE);
      symlinkSync(path.join(folder, '../outside.csv'), path.join(folder, 'in.csv'));
    },
    expected: { code: 'BAD_DATA', words: ['empty'] },
  },
];
