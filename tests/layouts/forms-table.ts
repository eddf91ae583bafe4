import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Layout } from './layouts-table.ts';
import {
  classPicture,
  csv,
  insideDisc,
  numbers,
  pick,
  type Picture,
  randomDisc,
  tone,
  workbook,
  writeImage,
  writeText,
} from './writers.ts';

const ANIMALS = ['cat', 'dog', 'horse'] as const;
const SIDE = 64;

async function animals(folder: string, file: (item: number, label: string) => string) {
  const random = numbers(61);
  for (let item = 0; item < 48; item++)
    await writeImage(
      folder,
      file(item, ANIMALS[item % 3] ?? ''),
      classPicture(item % 3, random, 36),
    );
}

interface Boxed {
  readonly name: string;
  readonly label: string;
  /** Left, top, width, height. */
  readonly box: readonly [number, number, number, number];
}

/** A bright disc on a dark ground, with the box around it. */
async function boxed(folder: string, base: string): Promise<readonly Boxed[]> {
  const random = numbers(62);
  const all: Boxed[] = [];
  for (let item = 0; item < 48; item++) {
    const disc = randomDisc(random, SIDE);
    const picture: Picture = {
      height: SIDE,
      width: SIDE,
      channels: 3,
      paint: (y, x, channel) =>
        insideDisc(disc, y, x) ? (channel === item % 2 ? 220 : 120) : 40 + random() * 30,
    };
    const name = `p${item}.jpg`;
    await writeImage(folder, `${base}/${name}`, picture);
    const side = Math.round(2 * disc.radius);
    const corner = [disc.x - disc.radius, disc.y - disc.radius].map(Math.round);
    const [left = 0, top = 0] = corner;
    all.push({ name, label: ['car', 'bus'][item % 2] ?? '', box: [left, top, side, side] });
  }
  return all;
}

/** Triangles on a noisy ground; the brighter channel tells the class. */
async function triangles(folder: string, base: string, classes: readonly string[]) {
  const random = numbers(65);
  const images: object[] = [];
  const annotations: object[] = [];
  for (let item = 0; item < 36; item++) {
    const label = item % classes.length;
    const [left, top] = [6 + Math.floor(random() * 20), 6 + Math.floor(random() * 20)];
    const side = 14 + Math.floor(random() * 8);
    const picture: Picture = {
      height: 48,
      width: 48,
      channels: 3,
      paint: (y, x, channel) =>
        y >= top && x >= left && y - top + (x - left) <= side
          ? channel === label
            ? 230
            : 150
          : 50 + random() * 30,
    };
    const name = `p${item}.jpg`;
    await writeImage(folder, `${base}${name}`, picture);
    images.push({ id: 100 + item, file_name: name, width: 48, height: 48 });
    annotations.push({
      id: item,
      image_id: 100 + item,
      category_id: 5 + label,
      bbox: [left, top, side, side],
      area: (side * side) / 2,
      iscrowd: 0,
      segmentation: [[left, top, left + side, top, left, top + side]],
    });
  }
  const categories = [
    { id: 4, name: 'shapes' },
    ...classes.map((name, at) => ({ id: 5 + at, name, supercategory: 'shapes' })),
  ];
  return JSON.stringify({ images, annotations, categories });
}

const DETECT = 'Object detection: find the bounding box of each vehicle.';
const CORNERS = ['x_min', 'y_min', 'x_max', 'y_max'];

/** Labels and boxes that lie otherwise than in delimited text. */
export const FORM_LAYOUTS: readonly Layout[] = [
  {
    name: 'classes before the number in file names',
    requirement: 'Tell cats, dogs and horses apart.',
    write: (folder) => animals(folder, (item, label) => `train/${label}.${item}.jpg`),
    expected: {
      kind: 'image-table',
      target: 'class',
      facts: { TABLE_FORM: 'names', TABLE_FILE: 'train', TARGET: 'label', CLASS_COUNT: 3 },
    },
  },
  {
    name: 'classes in names of files that lie at the top',
    requirement: 'Tell cats, dogs and horses apart.',
    write: (folder) => animals(folder, (item, label) => `${label}.${item}.jpg`),
    expected: {
      kind: 'image-table',
      target: 'class',
      facts: { TABLE_FORM: 'names', TABLE_FILE: '.', TARGET: 'label', CLASS_COUNT: 3 },
    },
  },
  {
    name: 'a number that is one part of the file names',
    requirement: 'Estimate the age of the animals; file names are stall_age_breed_item.png.',
    write: (folder) =>
      animals(folder, (item, label) => `stall${item % 4}_${(item * 7) % 23}_${label}_${item}.png`),
    expected: {
      kind: 'image-table',
      target: 'number',
      facts: { TABLE_FORM: 'names', TABLE_FILE: '.', TARGET: 'label' },
    },
  },
  {
    name: 'classes behind the number in file names, splits and test pictures without',
    requirement: 'Classify the animals.',
    write: async (folder) => {
      await animals(folder, (item, label) => `train/${item}-${label}.png`);
      await writeImage(folder, 'test/1.png', classPicture(0, numbers(3), 36));
    },
    expected: {
      kind: 'image-table',
      target: 'class',
      facts: { TABLE_FORM: 'names', IMAGE_FOLDER: 'train', CLASS_COUNT: 3 },
    },
  },
  {
    name: 'labels in one JSON object',
    requirement: 'Classify the animals in the pictures.',
    write: async (folder) => {
      await animals(folder, (item) => `pictures/${item}.png`);
      const entries = Array.from({ length: 48 }, (_, item) => [`${item}.png`, ANIMALS[item % 3]]);
      writeText(folder, 'labels.json', JSON.stringify(Object.fromEntries(entries)));
    },
    expected: {
      kind: 'image-table',
      target: 'class',
      facts: { TABLE_FORM: 'mapping', TABLE_FILE: 'labels.json', CLASS_COUNT: 3 },
    },
  },
  {
    name: 'labels in a JSON array',
    requirement: 'Classify the animals in the pictures.',
    write: async (folder) => {
      await animals(folder, (item) => `pictures/${item}.png`);
      const records = Array.from({ length: 48 }, (_, item) => ({
        image: `${item}.png`,
        animal: ANIMALS[item % 3],
      }));
      writeText(folder, 'labels.json', JSON.stringify(records, null, 1));
    },
    expected: {
      kind: 'image-table',
      target: 'class',
      facts: { TABLE_FORM: 'records', IMAGE_COLUMN: 'image', TARGET: 'animal', CLASS_COUNT: 3 },
    },
  },
  {
    name: 'lines of file and label without header',
    requirement: 'Classify the animals in the pictures.',
    write: async (folder) => {
      await animals(folder, (item) => `pictures/${item}.png`);
      const lines = Array.from({ length: 48 }, (_, item) => `pictures/${item}.png ${item % 3}\n`);
      writeText(folder, 'train.txt', lines.join(''));
    },
    expected: {
      kind: 'image-table',
      target: 'class',
      facts: { TABLE_FORM: 'headless', SEPARATOR: ' ', IMAGE_FOLDER: '', CLASS_COUNT: 3 },
    },
  },
  {
    name: 'counted captions without header',
    requirement: 'Write captions for pictures.',
    write: async (folder) => {
      await animals(folder, (item) => `pictures/${item}.jpg`);
      const words = ['A', 'One', 'Here is a'];
      const lines = Array.from({ length: 48 }, (_, item) =>
        words.map(
          (word, at) =>
            `${item}.jpg#${at}\t${word} ${ANIMALS[item % 3]} stands on field ${item} .\n`,
        ),
      );
      writeText(folder, 'captions.token.txt', lines.flat().join(''));
    },
    expected: {
      kind: 'image-captions',
      target: 'text',
      facts: { TABLE_FORM: 'headless', SEPARATOR: '\t', CAPTION_COLUMN: 'caption' },
    },
  },
  {
    name: 'boxes as left, top, width, height',
    requirement: DETECT,
    write: async (folder) => {
      const rows = (await boxed(folder, 'images')).map(({ name, label, box }) => [
        name,
        ...box,
        label,
      ]);
      writeText(folder, 'boxes.csv', csv([['file', 'x', 'y', 'w', 'h', 'label'], ...rows]));
    },
    expected: {
      kind: 'image-boxes',
      target: 'box',
      facts: { TABLE_FORM: 'box-sizes', SIZE_COLUMNS: ['x', 'y', 'w', 'h'], BOX_COLUMNS: CORNERS },
    },
  },
  {
    name: 'boxes as text in one column',
    requirement: DETECT,
    write: async (folder) => {
      const rows = (await boxed(folder, 'train')).map(({ name, box }) => [
        name.slice(0, -4),
        SIDE,
        SIDE,
        `[${box.join('.0, ')}.0]`,
      ]);
      writeText(folder, 'train.csv', csv([['image_id', 'width', 'height', 'bbox'], ...rows]));
    },
    expected: {
      kind: 'image-boxes',
      target: 'box',
      facts: { TABLE_FORM: 'box-text', BOX_TEXT_COLUMN: 'bbox', TARGET: null },
    },
  },
  {
    name: 'COCO, a file a split',
    requirement: DETECT,
    write: async (folder) => {
      for (const split of ['train', 'valid']) {
        const all = await boxed(folder, split);
        const content = {
          images: all.map(({ name }, id) => ({ id, file_name: name, width: SIDE, height: SIDE })),
          annotations: all.map(({ label, box }, id) => ({
            id,
            image_id: id,
            category_id: label === 'car' ? 1 : 2,
            bbox: box,
          })),
          categories: [
            { id: 1, name: 'car' },
            { id: 2, name: 'bus' },
          ],
        };
        writeText(folder, `${split}/_annotations.coco.json`, JSON.stringify(content));
      }
    },
    expected: {
      kind: 'image-boxes',
      target: 'box',
      facts: {
        TABLE_FORM: 'coco',
        TABLE_FILE: '',
        TARGET: 'label',
        CLASS_COUNT: 2,
        TRAIN_FOLDER: 'train',
        VALIDATION_FOLDER: 'valid',
        TEST_FOLDER: null,
      },
    },
  },
  {
    name: 'COCO polygons of two classes',
    requirement: 'Semantic segmentation of roofs and pools with a U-Net.',
    write: async (folder) =>
      writeText(folder, 'annotations.json', await triangles(folder, 'images/', ['roof', 'pool'])),
    expected: {
      kind: 'image-masks',
      target: 'mask',
      facts: {
        TABLE_FORM: 'polygons',
        TABLE_FILE: 'annotations.json',
        IMAGE_FOLDER: 'images',
        CLASS_NAMES: ['roof', 'pool'],
        CLASS_COUNT: 3,
        MASK_VALUES: [0, 1, 2],
      },
    },
  },
  {
    name: 'COCO polygons of one class beside the images, a file a split',
    requirement: 'Segment the roofs.',
    write: async (folder) => {
      for (const split of ['test', 'train'])
        writeText(
          folder,
          `${split}/_annotations.coco.json`,
          await triangles(folder, `${split}/`, ['roof']),
        );
    },
    expected: {
      kind: 'image-masks',
      target: 'mask',
      facts: {
        TABLE_FILE: '_annotations.coco.json',
        IMAGE_FOLDER: '',
        TRAIN_FOLDER: 'train',
        VALIDATION_FOLDER: null,
        TEST_FOLDER: 'test',
        CLASS_NAMES: ['roof'],
        CLASS_COUNT: 2,
        MASK_VALUES: [0, 255],
      },
    },
  },
  {
    name: 'Pascal VOC',
    requirement: DETECT,
    write: async (folder) => {
      for (const { name, label, box } of await boxed(folder, 'JPEGImages')) {
        const [left, top, width, height] = box;
        const corners = `<xmin>${left}</xmin><ymin>${top}</ymin><xmax>${left + width}</xmax><ymax>${top + height}</ymax>`;
        writeText(
          folder,
          `Annotations/${name.slice(0, -4)}.xml`,
          `<annotation><filename>/elsewhere/${name}</filename>\n<object>\n<name>${label}</name>\n<bndbox>${corners}</bndbox>\n</object></annotation>\n`,
        );
      }
    },
    expected: {
      kind: 'image-boxes',
      target: 'box',
      facts: { TABLE_FORM: 'voc', TABLE_FILE: 'Annotations', CLASS_COUNT: 2 },
    },
  },
  {
    name: 'Pascal VOC beside the images of each part, which are named alike',
    requirement: 'Detect cars and buses.',
    write: async (folder) => {
      for (const split of ['train', 'val', 'test'])
        for (const { name, label, box } of await boxed(folder, split)) {
          const [left, top, width, height] = box;
          const corners = `<xmin>${left}</xmin><ymin>${top}</ymin><xmax>${left + width}</xmax><ymax>${top + height}</ymax>`;
          writeText(
            folder,
            `${split}/${name.slice(0, -4)}.xml`,
            `<annotation><object><name>${label}</name><bndbox>${corners}</bndbox></object></annotation>\n`,
          );
        }
    },
    expected: {
      kind: 'image-boxes',
      target: 'box',
      facts: {
        TABLE_FORM: 'voc',
        TABLE_FILE: '',
        CLASS_COUNT: 2,
        TRAIN_FOLDER: 'train',
        VALIDATION_FOLDER: 'val',
        TEST_FOLDER: 'test',
      },
    },
  },
  {
    name: 'YOLO in folders of parts, which name images alike',
    requirement: 'Detect cars and buses.',
    write: async (folder) => {
      for (const split of ['train', 'valid'])
        for (const { name, label, box } of await boxed(folder, `${split}/images`)) {
          const [left, top, width, height] = box;
          const shares = [left + width / 2, top + height / 2, width, height].map((value) =>
            (value / SIDE).toFixed(5),
          );
          const number = label === 'car' ? 0 : 1;
          const file = `${split}/labels/${name.slice(0, -4)}.txt`;
          writeText(folder, file, `${number} ${shares.join(' ')}\n`);
        }
      writeText(folder, 'data.yaml', "train: ../train/images\nnc: 2\nnames: ['car', 'bus']\n");
    },
    expected: {
      kind: 'image-boxes',
      target: 'box',
      facts: {
        TABLE_FORM: 'yolo',
        CLASS_NAMES: ['car', 'bus'],
        TRAIN_FOLDER: 'train',
        VALIDATION_FOLDER: 'valid',
        TEST_FOLDER: null,
      },
    },
  },
  {
    name: 'a table of labels beside the images of each part, which are named alike',
    requirement: 'Classify the animals.',
    write: async (folder) => {
      for (const split of ['train', 'eval', 'test']) {
        await animals(folder, (item) => `${split}/images/p${item}.jpg`);
        const rows = Array.from({ length: 48 }, (_, item) => [
          `p${item}.jpg`,
          ANIMALS[item % 3] ?? '',
        ]);
        writeText(folder, `${split}/labels.csv`, csv([['file_name', 'animal'], ...rows]));
      }
    },
    expected: {
      kind: 'image-table',
      target: 'class',
      facts: {
        TABLE_FILE: 'labels.csv',
        IMAGE_FOLDER: 'images',
        TARGET: 'animal',
        TRAIN_FOLDER: 'train',
        VALIDATION_FOLDER: 'eval',
        TEST_FOLDER: 'test',
      },
    },
  },
  {
    name: 'YOLO',
    requirement: DETECT,
    write: async (folder) => {
      for (const { name, label, box } of await boxed(folder, 'images/train')) {
        const [left, top, width, height] = box;
        const shares = [left + width / 2, top + height / 2, width, height].map((value) =>
          (value / SIDE).toFixed(5),
        );
        const number = label === 'car' ? 0 : 1;
        writeText(
          folder,
          `labels/train/${name.slice(0, -4)}.txt`,
          `${number} ${shares.join(' ')}\n`,
        );
      }
      writeText(folder, 'data.yaml', 'train: images/train\nnc: 2\nnames:\n  0: car\n  1: bus\n');
    },
    expected: {
      kind: 'image-boxes',
      target: 'box',
      facts: { TABLE_FORM: 'yolo', CLASS_NAMES: ['car', 'bus'], TARGET: 'label', CLASS_COUNT: 2 },
    },
  },
  {
    name: 'masks painted in colours',
    requirement: 'Semantic segmentation with a U-Net.',
    write: async (folder) => {
      const random = numbers(63);
      for (let item = 0; item < 40; item++) {
        const [one, two] = [randomDisc(random, 48), randomDisc(random, 48)];
        const colour = (y: number, x: number): readonly number[] =>
          insideDisc(one, y, x) ? [0, 0, 255] : insideDisc(two, y, x) ? [0, 255, 0] : [0, 0, 0];
        const shape = { height: 48, width: 48, channels: 3 } as const;
        await writeImage(folder, `images/${item}.png`, {
          ...shape,
          paint: (y, x, channel) => (colour(y, x)[channel] ?? 0) * 0.6 + 40 + random() * 30,
        });
        await writeImage(folder, `masks/${item}.png`, {
          ...shape,
          paint: (y, x, channel) => colour(y, x)[channel] ?? 0,
        });
      }
    },
    expected: {
      kind: 'image-masks',
      target: 'mask',
      facts: { CLASS_COUNT: 3, MASK_VALUES: [0, 29, 150] },
    },
  },
  {
    name: 'classes in the names of sounds',
    requirement: 'Spoken digit recognition.',
    write: (folder) => {
      const random = numbers(64);
      for (let item = 0; item < 45; item++)
        writeText(
          folder,
          `recordings/${item % 3}_ann_${Math.floor(item / 3)}.wav`,
          tone(item % 3, random),
        );
    },
    expected: {
      kind: 'audio-table',
      target: 'class',
      facts: { TABLE_FORM: 'names', AUDIO_FOLDER: 'recordings', CLASS_COUNT: 3 },
    },
  },
  {
    name: 'a sheet with a title above the column names',
    requirement: 'Predict the yield of a field from sun and water.',
    write: (folder) => {
      const random = numbers(66);
      const rows = Array.from({ length: 90 }, (_, at) => {
        const [sun, water] = [random() * 10, random() * 5];
        return [at, sun, water, pick(['clay', 'sand'], random), 3 * sun + 2 * water + random()];
      });
      const names = ['field', 'sun', 'water', 'soil', 'yield'];
      writeText(folder, 'harvest.xlsx', workbook('Year 1', [['Harvest'], [], names, ...rows]));
    },
    expected: {
      kind: 'table',
      target: 'number',
      facts: { TABLE_FORM: 'sheet', SHEET: 'Year 1', TITLE_ROWS: 2, TARGET: 'yield' },
    },
  },
  {
    name: 'a table of a database beside another',
    requirement: 'Classify the trees by species.',
    write: (folder) => {
      const random = numbers(67);
      const database = new DatabaseSync(path.join(folder, 'trees.sqlite'));
      database.exec(
        'CREATE TABLE notes (text TEXT); CREATE TABLE "all trees" (height REAL, rings INTEGER, soil TEXT, species TEXT)',
      );
      const insert = database.prepare('INSERT INTO "all trees" VALUES (?, ?, ?, ?)');
      for (let at = 0; at < 90; at++) {
        const label = at % 3;
        const soil = at % 7 === 0 ? null : pick(['clay', 'sand'], random);
        insert.run(
          4 * label + random(),
          10 * label + Math.floor(random() * 5),
          soil,
          ['oak', 'elm', 'ash'][label] ?? '',
        );
      }
      database.close();
    },
    expected: {
      kind: 'table',
      target: 'class',
      facts: { TABLE_FORM: 'database', TABLE_NAME: 'all trees', TARGET: 'species' },
    },
  },
];
