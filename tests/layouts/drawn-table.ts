import type { Layout } from './layouts-table.ts';
import {
  csv,
  type Disc,
  insideDisc,
  numbers,
  randomDisc,
  writeImage,
  writeText,
} from './writers.ts';

const SIDE = 48;
const COUNT = 24;
const SEGMENT = 'Segment the spots in the photos with a U-Net.';

/** Photos of one bright disc each; gives the discs. */
async function spots(folder: string, file: (item: number) => string): Promise<readonly Disc[]> {
  const random = numbers(71);
  const discs: Disc[] = [];
  for (let item = 0; item < COUNT; item++) {
    const disc = randomDisc(random, SIDE);
    discs.push(disc);
    await writeImage(folder, file(item), {
      height: SIDE,
      width: SIDE,
      channels: 3,
      paint: (y, x, channel) =>
        insideDisc(disc, y, x) ? (channel === item % 2 ? 220 : 120) : 40 + random() * 30,
    });
  }
  return discs;
}

async function writeMasks(
  folder: string,
  discs: readonly Disc[],
  file: (item: number) => string,
): Promise<void> {
  for (const [item, disc] of discs.entries())
    await writeImage(folder, file(item), {
      height: SIDE,
      width: SIDE,
      channels: 1,
      paint: (y, x) => (insideDisc(disc, y, x) ? 255 : 0),
    });
}

/** `start length ...` down the columns, pixels counted from 1. */
function runsOf(disc: Disc): string {
  const runs: string[] = [];
  for (let x = 0; x < SIDE; x++) {
    const inside = Array.from({ length: SIDE }, (_, y) => y).filter((y) => insideDisc(disc, y, x));
    if (inside[0] !== undefined) runs.push(`${x * SIDE + inside[0] + 1} ${inside.length}`);
  }
  return runs.join(' ');
}

/** Masks that a table names or writes. */
export const DRAWN_LAYOUTS: readonly Layout[] = [
  {
    name: 'a table that names images and masks',
    requirement: `${SEGMENT} Photos and masks are named in pairs.csv.`,
    write: async (folder) => {
      const discs = await spots(folder, (item) => `photos/shot_${item}.jpg`);
      await writeMasks(folder, discs, (item) => `drawn/d${item * 7}.png`);
      const rows = discs.map((_, item) => [item, `shot_${item}`, `drawn/d${item * 7}.png`]);
      writeText(folder, 'pairs.csv', csv([['id', 'photo', 'mask'], ...rows], ';'));
    },
    expected: {
      kind: 'image-masks',
      target: 'mask',
      facts: {
        TABLE_FORM: 'mask-names',
        TABLE_FILE: 'pairs.csv',
        SEPARATOR: ';',
        IMAGE_COLUMN: 'photo',
        MASK_COLUMN: 'mask',
        IMAGE_FOLDER: 'photos',
        MASK_VALUES: [0, 255],
      },
    },
  },
  {
    name: 'run lengths of two classes, images without a row',
    requirement: SEGMENT,
    write: async (folder) => {
      const discs = await spots(folder, (item) => `train_images/${item}.jpg`);
      const rows = discs.flatMap((disc, item) =>
        item % 5 === 0 ? [] : [[`${item}.jpg`, (item % 2) + 1, runsOf(disc)]],
      );
      writeText(folder, 'train.csv', csv([['ImageId', 'ClassId', 'EncodedPixels'], ...rows]));
    },
    expected: {
      kind: 'image-masks',
      target: 'mask',
      facts: {
        TABLE_FORM: 'run-lengths',
        IMAGE_COLUMN: 'ImageId',
        RUNS_COLUMN: 'EncodedPixels',
        RUN_CLASS_COLUMN: 'ClassId',
        CLASS_NAMES: ['1', '2'],
        CLASS_COUNT: 3,
      },
    },
  },
  {
    name: 'run lengths of one class, empty where there is nothing, names without suffix',
    requirement: 'Find the spots: a mask for each picture.',
    write: async (folder) => {
      const discs = await spots(folder, (item) => `images/${item}a.png`);
      const rows = discs.map((disc, item) => [`${item}a`, item % 4 === 0 ? '' : runsOf(disc)]);
      writeText(folder, 'masks.csv', csv([['id', 'rle_mask'], ...rows]));
    },
    expected: {
      kind: 'image-masks',
      target: 'mask',
      facts: {
        TABLE_FORM: 'run-lengths',
        RUNS_COLUMN: 'rle_mask',
        RUN_CLASS_COLUMN: null,
        CLASS_COUNT: 2,
        MASK_VALUES: [0, 255],
      },
    },
  },
  {
    name: 'run lengths of classes behind the names of images, -1 where there is nothing',
    requirement: SEGMENT,
    write: async (folder) => {
      const discs = await spots(folder, (item) => `train/1.2.${item}.png`);
      const rows = discs.flatMap((disc, item) =>
        ['spot', 'stain'].map((label, at) => [
          `1.2.${item}.png_${label}`,
          item % 2 === at ? runsOf(disc) : '-1',
        ]),
      );
      writeText(folder, 'train.csv', csv([['Image_Label', ' EncodedPixels'], ...rows]));
    },
    expected: {
      kind: 'image-masks',
      target: 'mask',
      facts: {
        TABLE_FORM: 'run-lengths',
        IMAGE_COLUMN: 'Image_Label',
        RUN_CLASS_COLUMN: 'Image_Label',
        CLASS_NAMES: ['spot', 'stain'],
        CLASS_COUNT: 3,
      },
    },
  },
];
