import type { DataKind, Facts, TargetKind } from '../../src/artifacts/index.ts';
import { FORM_LAYOUTS } from './forms-table.ts';
import { GROUP_LAYOUTS } from './groups-table.ts';
import { DRAWN_LAYOUTS } from './drawn-table.ts';
import { NESTED_LAYOUTS } from './nested-table.ts';
import { TIME_LAYOUTS } from './times-table.ts';
import { WRITTEN_LAYOUTS } from './written-table.ts';
import {
  FLOWER_NAMES,
  flowerRows,
  reviews,
  writeBuildings,
  writeHeartbeats,
  writeHourly,
  writeHousing,
  writeInference,
  writeParquet,
  writePassengers,
  writeQuestionPairs,
  writeSummaries,
  writeTagged,
  writeToxic,
  writeTranslations,
  writeWeather,
} from './tables.ts';
import {
  classPicture,
  csv,
  insideDisc,
  npy,
  numbers,
  type Picture,
  pick,
  randomDisc,
  tone,
  writeImage,
  writeText,
  zip,
} from './writers.ts';

/** A data set as it lies in a user's folder, with what a reader must see in it. */
export interface Layout {
  readonly name: string;
  readonly requirement: string;
  /** Writes the data into an empty folder. */
  readonly write: (folder: string) => Promise<void> | void;
  /** What is given as the data: the folder (""), or a file in it. */
  readonly path?: string;
  readonly target?: string;
  readonly expected: {
    readonly kind: DataKind;
    readonly target: TargetKind;
    /** The facts that matter; others may stand beside them. */
    readonly facts: Facts;
  };
}

const ANIMALS = ['cat', 'dog', 'horse'];

async function classFolders(
  folder: string,
  base: string,
  each: number,
  seed = 21,
  channels: 1 | 3 = 3,
): Promise<void> {
  const random = numbers(seed);
  for (const [label, name] of ANIMALS.entries())
    for (let item = 0; item < each; item++)
      await writeImage(
        folder,
        `${base}${name}/${name}_${item}.png`,
        classPicture(label, random, 40, channels),
      );
}

/** Images beside a table; `name` is what the table says of the file. */
async function tabledImages(
  folder: string,
  file: (item: number) => string,
  row: (item: number, label: number) => (string | number)[],
): Promise<(string | number)[][]> {
  const random = numbers(22);
  const rows: (string | number)[][] = [];
  for (let item = 0; item < 48; item++) {
    await writeImage(folder, file(item), classPicture(item % 3, random, 36));
    rows.push(row(item, item % 3));
  }
  return rows;
}

/** A disc on a noisy ground, and the disc alone. */
async function discs(
  folder: string,
  count: number,
  files: (item: number) => readonly [string, string],
  values: readonly [number, number] = [0, 255],
): Promise<void> {
  const random = numbers(23);
  for (let item = 0; item < count; item++) {
    const disc = randomDisc(random, 48);
    const [image, mask] = files(item);
    const shape = { height: 48, width: 48 };
    await writeImage(folder, image, {
      ...shape,
      channels: 3,
      paint: (y, x) => (insideDisc(disc, y, x) ? 190 : 60) + random() * 40,
    });
    await writeImage(folder, mask, {
      ...shape,
      channels: 1,
      paint: (y, x) => (insideDisc(disc, y, x) ? values[1] : values[0]),
    });
  }
}

/** A picture and the same one behind haze. */
async function pairs(
  folder: string,
  input: string,
  target: string,
  haze: number,
  /** What the names of inputs begin with; those of pairs alike. */
  inputName = 'scene',
): Promise<void> {
  const random = numbers(24);
  for (let item = 0; item < 40; item++) {
    const clear: Picture = classPicture(item % 3, random, 48);
    const kept = new Map<string, number>();
    const paint = (y: number, x: number, channel: number): number => {
      const key = `${y},${x},${channel}`;
      const value = kept.get(key) ?? clear.paint(y, x, channel);
      kept.set(key, value);
      return value;
    };
    const name = `scene_${item}.png`;
    await writeImage(folder, `${target}/${name}`, { ...clear, paint });
    await writeImage(folder, `${input}/${inputName}_${item}.png`, {
      ...clear,
      paint: (y, x, channel) => paint(y, x, channel) * (1 - haze) + 230 * haze,
    });
  }
}

/** Images with a box each, and where there are several the same again beside it. */
async function boxes(folder: string, count = 1): Promise<void> {
  const random = numbers(25);
  const rows: (string | number)[][] = [['filename', 'class', 'xmin', 'ymin', 'xmax', 'ymax']];
  for (let item = 0; item < 48; item++) {
    const [height, width] = [12 + Math.floor(random() * 16), 12 + Math.floor(random() * 16)];
    const [top, left] = [Math.floor(random() * (64 - height)), Math.floor(random() * (64 - width))];
    const label = item % 2;
    await writeImage(folder, `images/road_${item}.jpg`, {
      height: 64,
      width: 64,
      channels: 3,
      paint: (y, x, channel) =>
        y >= top && y < top + height && x >= left && x < left + width
          ? channel === label
            ? 230
            : 30
          : 110 + random() * 30,
    });
    for (let box = 0; box < count; box++)
      rows.push([
        `road_${item}.jpg`,
        label === 0 ? 'car' : 'bus',
        left,
        top,
        left + width - box,
        top + height - box,
      ]);
  }
  writeText(folder, 'annotations.csv', csv(rows));
}

async function captions(folder: string): Promise<void> {
  const random = numbers(26);
  const colours = ['red', 'green', 'blue'];
  const rows: (string | number)[][] = [['image', 'caption']];
  for (let item = 0; item < 40; item++) {
    const label = item % 3;
    await writeImage(folder, `Images/10${item}.jpg`, classPicture(label, random, 48));
    for (let turn = 0; turn < 2; turn++)
      rows.push([
        `10${item}.jpg`,
        `a ${colours[label]} pattern with ${pick(['fine', 'soft', 'clear'], random)} stripes , seen ${pick(['up close', 'from above'], random)}`,
      ]);
  }
  writeText(folder, 'captions.txt', csv(rows));
}

function textFolders(folder: string, base: string): void {
  for (const [item, { text, sentiment }] of reviews(60).entries())
    writeText(folder, `${base}${sentiment === 'positive' ? 'pos' : 'neg'}/${item}_7.txt`, text);
}

function signalItems(): { values: number[]; labels: number[] } {
  const random = numbers(27);
  const labels = Array.from({ length: 60 }, (_, item) => item % 3);
  const values = labels.flatMap((label) =>
    Array.from(
      { length: 32 },
      (_, at) => Math.sin(at * (0.2 + label * 0.3) + random()) + random() * 0.1,
    ),
  );
  return { values, labels };
}

function flats(): Buffer {
  const random = numbers(61);
  const rows = Array.from({ length: 120 }, (_, row) => {
    const area = 30 + Math.round(random() * 900) / 10;
    const koeln = row % 2 === 0;
    const rent = area * (koeln ? 12.5 : 18) + random() * 40;
    const [whole, cents] = rent.toFixed(2).split('.');
    const day = String(1 + (row % 28)).padStart(2, '0');
    return [
      koeln ? 'K\u00f6ln' : 'M\u00fcnchen',
      String(area).replace('.', ','),
      `${day}.03.2024`,
      `${(whole ?? '').replace(/(?=\d{3}$)/, whole?.length === 4 ? '.' : '')},${cents} \u0080`,
    ];
  });
  return Buffer.from(
    csv([['Stadt', 'Fl\u00e4che', 'frei ab', 'Kaltmiete'], ...rows], ';'),
    'latin1',
  );
}

function normalSensors(): string {
  const random = numbers(62);
  const rows = Array.from({ length: 200 }, () => {
    const [a, b] = [random(), random()];
    return [a, b, a + b, a - b].map((value) => value.toFixed(4)).concat('normal');
  });
  return csv([['sensor_0', 'sensor_1', 'sensor_2', 'sensor_3', 'status'], ...rows]);
}

export const LAYOUTS: readonly Layout[] = [
  {
    name: 'csv with the class last',
    requirement: 'Classify flowers into species with a small neural network.',
    write: (folder) => writeText(folder, 'flowers.csv', csv([FLOWER_NAMES, ...flowerRows()])),
    path: 'flowers.csv',
    expected: {
      kind: 'table',
      target: 'class',
      facts: {
        TABLE_FILE: 'flowers.csv',
        SEPARATOR: ',',
        TARGET: 'species',
        CLASS_COUNT: 3,
        FEATURES: FLOWER_NAMES.slice(0, 4),
        NUMERIC_COUNT: 4,
        CATEGORICAL: [],
        CATEGORY_SIZES: [],
        ID_COLUMN: null,
        TEST_FILE: null,
      },
    },
  },
  {
    name: 'semicolon csv with a byte order mark',
    requirement: 'Predict the price of a house.',
    write: writeHousing,
    expected: {
      kind: 'table',
      target: 'number',
      facts: {
        TABLE_FILE: 'houses.csv',
        SEPARATOR: ';',
        TARGET: 'price',
        ID_COLUMN: 'id',
        FEATURES: ['area', 'rooms', 'district', 'built'],
        NUMERIC_COUNT: 3,
        CATEGORY_SIZES: [4],
        CLASS_COUNT: null,
      },
    },
  },
  {
    name: 'flats as a German Excel writes them: Windows-1252, decimal commas, euros',
    requirement: 'Sage die Kaltmiete einer Wohnung voraus.',
    write: (folder) => writeText(folder, 'mieten.csv', flats()),
    path: 'mieten.csv',
    expected: {
      kind: 'table',
      target: 'number',
      facts: {
        SEPARATOR: ';',
        TARGET: 'Kaltmiete',
        FEATURES: ['Stadt', 'Fläche', 'frei ab'],
        NUMERIC_COUNT: 2,
      },
    },
  },
  {
    name: 'sensors of which only normal rows are known',
    requirement: 'detect anomalies in our sensor data',
    write: (folder) => writeText(folder, 'sensors.csv', normalSensors()),
    path: 'sensors.csv',
    expected: {
      kind: 'table',
      target: 'anomaly',
      facts: {
        TARGET: null,
        FEATURES: ['sensor_0', 'sensor_1', 'sensor_2', 'sensor_3'],
        NUMERIC_COUNT: 4,
        CATEGORY_SIZES: [],
      },
    },
  },
  {
    name: 'kaggle folder with test file and sample submission',
    requirement: 'Predict which passengers survived the disaster.',
    write: writePassengers,
    expected: {
      kind: 'table',
      target: 'class',
      facts: {
        TABLE_FILE: 'train.csv',
        TEST_FILE: 'test.csv',
        ID_COLUMN: 'PassengerId',
        TARGET: 'Survived',
        CLASS_COUNT: 2,
        FEATURES: ['Pclass', 'Sex', 'Age', 'Fare', 'Embarked'],
        CATEGORICAL: ['Pclass'],
      },
    },
  },
  {
    name: 'csv beside a plot and a text about it',
    requirement: 'Classify the species.',
    write: async (folder) => {
      writeText(folder, 'data/flowers.csv', csv([FLOWER_NAMES, ...flowerRows()]));
      writeText(folder, 'README.txt', 'Flowers, measured by hand.');
      await writeImage(folder, 'plot.png', classPicture(0, numbers(20)));
    },
    expected: {
      kind: 'table',
      target: 'class',
      facts: { TABLE_FILE: 'data/flowers.csv', TARGET: 'species', CLASS_COUNT: 3 },
    },
  },
  {
    name: 'parquet',
    requirement: 'Classify the species of each flower.',
    write: writeParquet,
    path: 'flowers.parquet',
    expected: {
      kind: 'table',
      target: 'class',
      facts: { TABLE_FILE: 'flowers.parquet', TARGET: 'species', CLASS_COUNT: 3 },
    },
  },
  {
    name: 'tsv of reviews',
    requirement: 'Sentiment analysis of film reviews with an LSTM.',
    write: (folder) =>
      writeText(
        folder,
        'reviews.tsv',
        csv(
          [
            ['id', 'sentiment', 'review'],
            ...reviews(60).map(({ text, sentiment }, row) => [row, sentiment, text]),
          ],
          '\t',
        ),
      ),
    expected: {
      kind: 'text-table',
      target: 'class',
      facts: {
        TABLE_FILE: 'reviews.tsv',
        SEPARATOR: '\t',
        TEXT_COLUMN: 'review',
        TARGET: 'sentiment',
        ID_COLUMN: 'id',
        CLASS_COUNT: 2,
      },
    },
  },
  {
    name: 'json lines of reviews',
    requirement: 'Classify reviews as positive or negative.',
    write: (folder) =>
      writeText(
        folder,
        'reviews.jsonl',
        reviews(60)
          .map((review) => JSON.stringify(review))
          .join('\n') + '\n',
      ),
    expected: {
      kind: 'text-table',
      target: 'class',
      facts: {
        TABLE_FILE: 'reviews.jsonl',
        TEXT_COLUMN: 'text',
        TARGET: 'sentiment',
        CLASS_COUNT: 2,
      },
    },
  },
  {
    name: 'texts with several labels',
    requirement: 'Build a multi-label model that detects toxic comments.',
    write: writeToxic,
    expected: {
      kind: 'text-table',
      target: 'labels',
      facts: {
        TEXT_COLUMN: 'comment_text',
        TARGET: ['rude', 'threat'],
        ID_COLUMN: 'id',
        CLASS_COUNT: 2,
      },
    },
  },
  {
    name: 'class folders',
    requirement: 'Build a convolutional network that classifies animals.',
    write: async (folder) => {
      await classFolders(folder, '', 18);
      writeText(folder, 'cat/Thumbs.db', 'x');
      writeText(folder, '.DS_Store', 'x');
    },
    expected: {
      kind: 'image-folders',
      target: 'class',
      facts: { IMAGE_ROOT: '', IMAGE_SIZE: [32, 32], CHANNELS: 3, CLASS_COUNT: 3 },
    },
  },
  {
    name: 'grey class folders, path with spaces and letters beyond ASCII',
    requirement: 'Classify pictures with a CNN.',
    write: (folder) => classFolders(folder, 'mes données/', 16, 31, 1),
    expected: {
      kind: 'image-folders',
      target: 'class',
      facts: { IMAGE_ROOT: 'mes données', CHANNELS: 1, CLASS_COUNT: 3 },
    },
  },
  {
    name: 'split folders in odd case',
    requirement: 'Classify animals using transfer learning.',
    write: async (folder) => {
      await classFolders(folder, 'Training/', 12);
      await classFolders(folder, 'VALID/', 4, 32);
      await classFolders(folder, 'Test/', 4, 33);
    },
    expected: {
      kind: 'image-split-folders',
      target: 'class',
      facts: {
        TRAIN_FOLDER: 'Training',
        VALIDATION_FOLDER: 'VALID',
        TEST_FOLDER: 'Test',
        CLASS_COUNT: 3,
      },
    },
  },
  {
    name: 'nested archive with a train and a test folder',
    requirement: 'I want to recognise animals in photographs.',
    write: async (folder) => {
      await classFolders(folder, 'archive/dataset/train/', 13);
      await classFolders(folder, 'archive/dataset/test/', 5, 34);
      writeText(folder, '__MACOSX/archive/dataset/train/cat/._cat_0.png', 'x');
    },
    expected: {
      kind: 'image-split-folders',
      target: 'class',
      facts: {
        TRAIN_FOLDER: 'archive/dataset/train',
        VALIDATION_FOLDER: null,
        TEST_FOLDER: 'archive/dataset/test',
        CLASS_COUNT: 3,
      },
    },
  },
  {
    name: 'labels in a csv beside images',
    requirement: 'Classify the breed of each animal.',
    write: async (folder) => {
      const rows = await tabledImages(
        folder,
        (item) => `photos/img_${item}.jpg`,
        (item, label) => [`img_${item}.jpg`, ANIMALS[label] ?? ''],
      );
      writeText(folder, 'labels.csv', csv([['filename', 'breed'], ...rows]));
    },
    expected: {
      kind: 'image-table',
      target: 'class',
      facts: {
        TABLE_FILE: 'labels.csv',
        IMAGE_FOLDER: 'photos',
        IMAGE_COLUMN: 'filename',
        IMAGE_SUFFIX: '',
        EXACT_NAMES: true,
        DEEP_PIXELS: false,
        TARGET: 'breed',
        CLASS_COUNT: 3,
      },
    },
  },
  {
    name: 'kaggle images: ids without extension, zeros in front',
    requirement: 'Classify images of cells.',
    write: async (folder) => {
      const id = (item: number): string => String(item).padStart(5, '0');
      const rows = await tabledImages(
        folder,
        (item) => `train_images/${id(item)}.png`,
        (item, label) => [id(item), label],
      );
      writeText(folder, 'train.csv', csv([['id_code', 'diagnosis'], ...rows]));
      writeText(
        folder,
        'sample_submission.csv',
        csv([
          ['id_code', 'diagnosis'],
          ['90001', 0],
          ['90002', 0],
        ]),
      );
    },
    expected: {
      kind: 'image-table',
      target: 'class',
      facts: {
        TABLE_FILE: 'train.csv',
        IMAGE_FOLDER: 'train_images',
        IMAGE_COLUMN: 'id_code',
        IMAGE_SUFFIX: '.png',
        EXACT_NAMES: true,
        TARGET: 'diagnosis',
        CLASS_COUNT: 3,
      },
    },
  },
  {
    name: 'several 0/1 labels beside images',
    requirement: 'Multi-label classification of leaf images.',
    write: async (folder) => {
      const rows = await tabledImages(
        folder,
        (item) => `images/leaf${item}.png`,
        (item, label) => [`leaf${item}.png`, label === 0 ? 1 : 0, label > 0 ? 1 : 0],
      );
      writeText(folder, 'train.csv', csv([['image', 'rust', 'scab'], ...rows]));
    },
    expected: {
      kind: 'image-table',
      target: 'labels',
      facts: {
        TARGET: ['rust', 'scab'],
        LABEL_SEPARATOR: null,
        CLASS_COUNT: 2,
        IMAGE_COLUMN: 'image',
      },
    },
  },
  {
    name: 'tags in one column beside images',
    requirement: 'Predict all tags of a satellite image (multi-label).',
    write: async (folder) => {
      const rows = await tabledImages(
        folder,
        (item) => `tiles/t${item}.jpg`,
        (item, label) => [
          `t${item}`,
          ['haze primary', 'clear water', 'clear primary'][label] ?? '',
        ],
      );
      writeText(folder, 'train_classes.csv', csv([['image_name', 'tags'], ...rows]));
    },
    expected: {
      kind: 'image-table',
      target: 'labels',
      facts: { TARGET: 'tags', LABEL_SEPARATOR: ' ', IMAGE_SUFFIX: '.jpg', CLASS_COUNT: 4 },
    },
  },
  {
    name: 'a number for each image',
    requirement: 'Estimate the age from a picture with a regression network.',
    write: async (folder) => {
      const random = numbers(41);
      const rows = await tabledImages(
        folder,
        (item) => `faces/f${item}.jpg`,
        (item, label) => [`faces/f${item}.jpg`, (20 + label * 15 + random() * 5).toFixed(1)],
      );
      writeText(folder, 'ages.csv', csv([['path', 'age'], ...rows]));
    },
    expected: {
      kind: 'image-table',
      target: 'number',
      facts: {
        IMAGE_FOLDER: '',
        IMAGE_COLUMN: 'path',
        IMAGE_SUFFIX: '',
        TARGET: 'age',
        CLASS_COUNT: null,
      },
    },
  },
  {
    name: 'images and columns together',
    requirement:
      'A multi-input model that combines the image and tabular metadata to classify lesions.',
    write: async (folder) => {
      const random = numbers(42);
      const rows = await tabledImages(
        folder,
        (item) => `images/ISIC_${item}.jpg`,
        (item, label) => [
          `ISIC_${item}`,
          30 + label * 10 + Math.floor(random() * 9),
          pick(['male', 'female'], random),
          ['nv', 'mel', 'bkl'][label] ?? '',
        ],
      );
      writeText(folder, 'metadata.csv', csv([['image_id', 'age', 'sex', 'dx'], ...rows]));
    },
    target: 'dx',
    expected: {
      kind: 'image-features-table',
      target: 'class',
      facts: {
        IMAGE_COLUMN: 'image_id',
        IMAGE_SUFFIX: '.jpg',
        TARGET: 'dx',
        FEATURES: ['age', 'sex'],
        CATEGORICAL: [],
        CLASS_COUNT: 3,
      },
    },
  },
  {
    name: 'images and masks as the words call them',
    requirement: 'I have images and masks of cells: find the cells with a U-Net.',
    write: (folder) =>
      discs(folder, 40, (item) => [`images/${item}.png`, `masks/${item}_mask.png`]),
    expected: {
      kind: 'image-masks',
      target: 'mask',
      facts: { IMAGE_FOLDER: 'images', MASK_FOLDER: 'masks', MASK_SUFFIX: '_mask' },
    },
  },
  {
    name: 'images and masks in two folders',
    requirement: 'Segment the cell in each image with a U-Net.',
    write: (folder) => discs(folder, 40, (item) => [`images/${item}.png`, `masks/${item}.png`]),
    expected: {
      kind: 'image-masks',
      target: 'mask',
      facts: {
        IMAGE_FOLDER: 'images',
        MASK_FOLDER: 'masks',
        MASK_SUFFIX: '',
        CLASS_COUNT: 2,
        MASK_VALUES: [0, 255],
        IMAGE_SIZE: [48, 48],
        CHANNELS: 3,
      },
    },
  },
  {
    name: 'images and masks in folders for train, validation and test',
    requirement: 'Segment the cell in each image with a U-Net.',
    write: async (folder) => {
      for (const [part, count] of [
        ['train', 30],
        ['val', 8],
        ['test', 8],
      ] as const)
        await discs(folder, count, (item) => [
          `${part}/images/${item}.png`,
          `${part}/masks/${item}.png`,
        ]);
    },
    expected: {
      kind: 'image-masks',
      target: 'mask',
      facts: {
        IMAGE_FOLDER: 'images',
        MASK_FOLDER: 'masks',
        MASK_VALUES: [0, 255],
        TRAIN_FOLDER: 'train',
        VALIDATION_FOLDER: 'val',
        TEST_FOLDER: 'test',
      },
    },
  },
  {
    name: 'film reviews in folders for train and test',
    requirement: 'Classify film reviews by sentiment.',
    write: (folder) => {
      textFolders(folder, 'aclImdb/train/');
      textFolders(folder, 'aclImdb/test/');
    },
    expected: {
      kind: 'text-folders',
      target: 'class',
      facts: {
        TEXT_ROOT: '',
        CLASS_COUNT: 2,
        TRAIN_FOLDER: 'aclImdb/train',
        VALIDATION_FOLDER: null,
        TEST_FOLDER: 'aclImdb/test',
      },
    },
  },
  {
    name: 'masks that number the cells of each image',
    requirement: 'Segment the cells in the microscope pictures.',
    write: async (folder) => {
      const random = numbers(84);
      for (let at = 0; at < 16; at++) {
        // One cell in each of the first squares of a grid of three by three.
        const cell = (y: number, x: number): number => {
          const number = 1 + Math.floor(y / 16) * 3 + Math.floor(x / 16);
          const isInside = (y % 16) - 8 < 5 && (x % 16) - 8 < 5 && y % 16 > 3 && x % 16 > 3;
          return isInside && number <= 1 + (at % 6) ? number : 0;
        };
        await writeImage(folder, `images/${at}.png`, {
          height: 48,
          width: 48,
          channels: 1,
          paint: (y, x) => (cell(y, x) > 0 ? 190 : 60) + random() * 20,
        });
        await writeImage(folder, `masks/${at}.png`, {
          height: 48,
          width: 48,
          channels: 1,
          paint: cell,
        });
      }
    },
    expected: {
      kind: 'image-masks',
      target: 'mask',
      facts: { MASK_VALUES: [0, 1], CLASS_COUNT: 2 },
    },
  },
  {
    name: 'masks by suffix in the same folder',
    requirement: 'Tumour segmentation.',
    write: (folder) =>
      discs(folder, 40, (item) => [`scans/s${item}.png`, `scans/s${item}_mask.png`], [0, 1]),
    expected: {
      kind: 'image-masks',
      target: 'mask',
      facts: {
        IMAGE_FOLDER: 'scans',
        MASK_FOLDER: 'scans',
        MASK_SUFFIX: '_mask',
        CLASS_COUNT: 2,
        MASK_VALUES: [0, 1],
      },
    },
  },
  {
    name: 'parts below the images and below the masks',
    requirement: 'Segment the disc in each image.',
    write: async (folder) => {
      for (const [part, count] of [
        ['training', 24],
        ['val', 8],
        ['test', 6],
      ] as const)
        await discs(folder, count, (item) => [
          `images/${part}/${part}${item}.png`,
          part === 'test' ? `unlabelled/${item}.png` : `annotations/${part}/${part}${item}.png`,
        ]);
    },
    expected: {
      kind: 'image-masks',
      target: 'mask',
      facts: {
        IMAGE_FOLDER: 'images',
        MASK_FOLDER: 'annotations',
        SPLIT_FOLDERS: ['training', 'val', null],
      },
    },
  },
  {
    name: 'split masks: train and train_labels',
    requirement: 'Segment buildings in aerial images.',
    write: async (folder) => {
      await discs(folder, 40, (item) => [`png/train/${item}.png`, `png/train_labels/${item}.png`]);
      await discs(folder, 6, (item) => [`png/test/${item}.png`, `png/test_labels/${item}.png`]);
    },
    expected: {
      kind: 'image-masks',
      target: 'mask',
      facts: { IMAGE_FOLDER: 'png/train', MASK_FOLDER: 'png/train_labels', MASK_VALUES: [0, 255] },
    },
  },
  {
    name: 'hazy and clear pairs',
    requirement: 'Dehaze images: turn hazy images into clear ones.',
    write: (folder) => pairs(folder, 'hazy', 'clear', 0.5),
    expected: {
      kind: 'image-pairs',
      target: 'image',
      facts: {
        INPUT_FOLDER: 'hazy',
        TARGET_FOLDER: 'clear',
        TARGET_SUFFIX: '',
        CHANNELS: 3,
        TARGET_CHANNELS: 3,
      },
    },
  },
  {
    name: 'trainA and trainB pairs',
    requirement: 'Image-to-image model from low light to normal photographs.',
    write: (folder) => pairs(folder, 'data/trainA', 'data/trainB', 0.3),
    expected: {
      kind: 'image-pairs',
      target: 'image',
      facts: { INPUT_FOLDER: 'data/trainA', TARGET_FOLDER: 'data/trainB' },
    },
  },
  {
    name: 'two unpaired domains',
    requirement: 'Turn hazy photos into clear ones with a CycleGAN, since there are no pairs.',
    write: (folder) => pairs(folder, 'trainA', 'trainB', 0.5, 'fog'),
    expected: {
      kind: 'image-domains',
      target: 'domain',
      facts: { INPUT_FOLDER: 'trainA', TARGET_FOLDER: 'trainB', CHANNELS: 3, TARGET_CHANNELS: 3 },
    },
  },
  {
    name: 'unlabelled images',
    requirement: 'Train a GAN that generates new images.',
    write: (folder) => classFolders(folder, 'art/', 16),
    expected: {
      kind: 'images',
      target: 'sample',
      facts: { IMAGE_FOLDER: 'art', IMAGE_SIZE: [32, 32], CHANNELS: 3 },
    },
  },
  {
    name: 'class folders for a conditional GAN',
    requirement: 'Train a conditional GAN that generates new images of a chosen class.',
    write: (folder) => classFolders(folder, 'art/', 16),
    expected: { kind: 'image-folders', target: 'sample', facts: { IMAGE_ROOT: 'art' } },
  },
  {
    name: 'images of one class for an autoencoder',
    requirement: 'Build a denoising autoencoder for photographs.',
    write: async (folder) => {
      const random = numbers(43);
      for (let item = 0; item < 45; item++)
        await writeImage(folder, `photos/p${item}.JPG`, classPicture(item % 3, random));
    },
    expected: { kind: 'images', target: 'image', facts: { IMAGE_FOLDER: 'photos' } },
  },
  {
    name: 'class folders for pairs',
    requirement: 'Tell whether two photos show the same animal, with a Siamese network.',
    write: async (folder) => classFolders(folder, 'photos/', 12),
    expected: { kind: 'image-folders', target: 'same', facts: { IMAGE_ROOT: 'photos' } },
  },
  {
    name: 'captions',
    requirement: 'Generate captions for images with a CNN and an LSTM.',
    write: captions,
    expected: {
      kind: 'image-captions',
      target: 'text',
      facts: {
        IMAGE_FOLDER: 'Images',
        TABLE_FILE: 'captions.txt',
        SEPARATOR: ',',
        IMAGE_COLUMN: 'image',
        CAPTION_COLUMN: 'caption',
      },
    },
  },
  {
    name: 'captions to be matched',
    requirement: 'Image search: match pictures with text queries.',
    write: captions,
    expected: {
      kind: 'image-captions',
      target: 'match',
      facts: { IMAGE_FOLDER: 'Images', CAPTION_COLUMN: 'caption' },
    },
  },
  {
    name: 'boxes',
    requirement: 'Detect objects: find the bounding box of the vehicle.',
    write: async (folder) => boxes(folder),
    expected: {
      kind: 'image-boxes',
      target: 'box',
      facts: {
        IMAGE_FOLDER: 'images',
        TABLE_FILE: 'annotations.csv',
        IMAGE_COLUMN: 'filename',
        BOX_COLUMNS: ['xmin', 'ymin', 'xmax', 'ymax'],
        TARGET: 'class',
        CLASS_COUNT: 2,
        IMAGE_SIZE: [64, 64],
      },
    },
  },
  {
    name: 'several boxes an image',
    requirement: 'Detect cars and buses in photos of roads with YOLO and report the mAP.',
    write: async (folder) => boxes(folder, 3),
    expected: {
      kind: 'image-boxes',
      target: 'boxes',
      facts: { TABLE_FILE: 'annotations.csv', TARGET: 'class', CLASS_COUNT: 2 },
    },
  },
  {
    name: 'several boxes an image, of which the largest is asked for',
    requirement: 'Detect the largest object of each photo and its class.',
    write: async (folder) => boxes(folder, 3),
    expected: { kind: 'image-boxes', target: 'box', facts: { TARGET: 'class' } },
  },
  {
    name: 'text folders',
    requirement: 'Classify film reviews by sentiment.',
    write: (folder) => textFolders(folder, 'aclImdb/train/'),
    expected: {
      kind: 'text-folders',
      target: 'class',
      facts: { TEXT_ROOT: 'aclImdb/train', CLASS_COUNT: 2 },
    },
  },
  {
    name: 'one text',
    requirement: 'Generate text in the style of a novel, character by character.',
    write: (folder) =>
      writeText(
        folder,
        'novel.txt',
        reviews(200)
          .map(({ text }) => text)
          .join('\n'),
      ),
    path: 'novel.txt',
    expected: { kind: 'text-file', target: 'next', facts: { TEXT_FILE: 'novel.txt' } },
  },
  {
    name: 'translation pairs without header',
    requirement: 'Translate English sentences into French with a sequence-to-sequence model.',
    write: writeTranslations,
    expected: {
      kind: 'text-pairs',
      target: 'text',
      facts: {
        TABLE_FILE: 'fra.txt',
        SEPARATOR: '\t',
        SOURCE_COLUMN: 0,
        TARGET_COLUMN: 1,
        HEADER: false,
      },
    },
  },
  {
    name: 'pairs of questions and whether they are duplicates',
    requirement: 'Find duplicate questions.',
    write: (folder) => writeQuestionPairs(folder),
    expected: {
      kind: 'text-pairs',
      target: 'class',
      facts: {
        TABLE_FILE: 'train.csv',
        TEXT_COLUMNS: ['question1', 'question2'],
        TARGET: 'is_duplicate',
        ID_COLUMN: 'id',
        CLASS_COUNT: 2,
      },
    },
  },
  {
    name: 'pairs of sentences and how they relate, the label first',
    requirement: 'Natural language inference: does the second sentence follow from the first?',
    write: (folder) => writeInference(folder),
    path: 'nli.tsv',
    expected: {
      kind: 'text-pairs',
      target: 'class',
      facts: {
        SEPARATOR: '\t',
        TEXT_COLUMNS: ['sentence1', 'sentence2'],
        TARGET: 'gold_label',
        CLASS_COUNT: 3,
      },
    },
  },
  {
    name: 'two numbered targets',
    requirement: 'Predict heating load and cooling load from the building parameters.',
    write: (folder) => writeBuildings(folder),
    expected: {
      kind: 'table',
      target: 'number',
      facts: { TARGET: ['Y1', 'Y2'], FEATURES: ['X1', 'X2', 'X3', 'X4'], CLASS_COUNT: null },
    },
  },
  {
    name: 'two targets by their names',
    requirement: 'Estimate the heating and cooling load of a building.',
    write: (folder) =>
      writeBuildings(folder, ['size', 'wall', 'height', 'glass', 'heating_load', 'cooling_load']),
    expected: {
      kind: 'table',
      target: 'number',
      facts: { TARGET: ['heating_load', 'cooling_load'] },
    },
  },
  {
    name: 'a target with a comma in its name',
    requirement: 'Predict the load of a building, a regression.',
    write: (folder) =>
      writeBuildings(folder, ['size', 'wall', 'height', 'glass', 'Load, heating', 'Load, cooling']),
    target: 'Load, heating',
    expected: {
      kind: 'table',
      target: 'number',
      facts: { TARGET: 'Load, heating' },
    },
  },
  {
    name: 'articles and summaries',
    requirement: 'Summarise news articles.',
    write: writeSummaries,
    expected: {
      kind: 'text-pairs',
      target: 'text',
      facts: { SOURCE_COLUMN: 'article', TARGET_COLUMN: 'highlights', HEADER: true },
    },
  },
  {
    name: 'tagged words',
    requirement: 'Named entity recognition with a bidirectional LSTM.',
    write: writeTagged,
    expected: {
      kind: 'tagged-words',
      target: 'tags',
      facts: {
        SENTENCE_COLUMN: 'Sentence #',
        WORD_COLUMN: 'Word',
        TAG_COLUMN: 'Tag',
        CLASS_COUNT: 3,
      },
    },
  },
  {
    name: 'hourly series',
    requirement: 'Forecast the electric load for the next 24 hours.',
    write: writeHourly,
    expected: {
      kind: 'series',
      target: 'future',
      facts: {
        TABLE_FILE: 'load.csv',
        DATE_COLUMN: 'Datetime',
        TARGET: 'load_mw',
        FEATURES: ['load_mw'],
        HORIZON: 24,
        WINDOW: 48,
      },
    },
  },
  {
    name: 'several daily series with gaps',
    requirement: 'Predict the future temperature from weather data.',
    write: writeWeather,
    expected: {
      kind: 'series',
      target: 'future',
      facts: {
        DATE_COLUMN: 'date',
        TARGET: 'temperature',
        FEATURES: ['temperature', 'humidity', 'wind'],
        WINDOW: 29,
        HORIZON: 7,
      },
    },
  },
  {
    name: 'signals with the label last',
    requirement: 'Classify ECG signals into rhythms.',
    write: (folder) => writeHeartbeats(folder, true),
    expected: {
      kind: 'signal-table',
      target: 'class',
      facts: { TARGET: 'rhythm', HEADER: true, SIGNAL_LENGTH: 100, CLASS_COUNT: 3 },
    },
  },
  {
    name: 'signals without header',
    requirement: 'Classify heartbeats with a one-dimensional CNN.',
    write: (folder) => writeHeartbeats(folder, false),
    path: 'mitbih_train.csv',
    expected: {
      kind: 'signal-table',
      target: 'class',
      facts: { TARGET: null, HEADER: false, SIGNAL_LENGTH: 100, CLASS_COUNT: 3 },
    },
  },
  {
    name: 'npz',
    requirement: 'Classify short signals.',
    write: (folder) => {
      const { values, labels } = signalItems();
      writeText(
        folder,
        'signals.npz',
        zip({
          'x_train.npy': npy('<f4', [60, 32, 1], values),
          'y_train.npy': npy('<i8', [60], labels),
        }),
      );
    },
    path: 'signals.npz',
    expected: {
      kind: 'arrays',
      target: 'class',
      facts: {
        INPUT_FILE: 'signals.npz',
        TARGET_FILE: 'signals.npz',
        INPUT_KEY: 'x_train',
        TARGET_KEY: 'y_train',
        INPUT_SHAPE: [32, 1],
        CLASS_COUNT: 3,
      },
    },
  },
  {
    name: 'npz whose arrays have names of their own',
    requirement: 'Classify short signals.',
    write: (folder) => {
      const { values, labels } = signalItems();
      const recordings = npy('<f4', [60, 32], values);
      const wards = npy('<i8', [60], labels);
      writeText(folder, 'all.npz', zip({ 'recordings.npy': recordings, 'wards.npy': wards }));
    },
    expected: {
      kind: 'arrays',
      target: 'class',
      facts: { INPUT_KEY: 'recordings', TARGET_KEY: 'wards', INPUT_SHAPE: [32], CLASS_COUNT: 3 },
    },
  },
  {
    name: 'x.npy and y.npy',
    requirement: 'Classify arrays.',
    write: (folder) => {
      const { values, labels } = signalItems();
      writeText(folder, 'x.npy', npy('<f4', [60, 32], values));
      writeText(folder, 'y.npy', npy('<i8', [60], labels));
    },
    expected: {
      kind: 'arrays',
      target: 'class',
      facts: {
        VALIDATION_ARRAYS: null,
        TEST_ARRAYS: null,
        INPUT_FILE: 'x.npy',
        TARGET_FILE: 'y.npy',
        INPUT_KEY: null,
        TARGET_KEY: null,
        INPUT_SHAPE: [32],
        CLASS_COUNT: 3,
      },
    },
  },
  {
    name: 'npz with test arrays, as that of MNIST',
    requirement: 'Classify short signals.',
    write: (folder) => {
      const { values, labels } = signalItems();
      writeText(
        folder,
        'signals.npz',
        zip({
          'x_test.npy': npy('<f4', [20, 32], values.slice(0, 20 * 32)),
          'x_train.npy': npy('<f4', [60, 32], values),
          'y_train.npy': npy('<i8', [60], labels),
          'y_test.npy': npy('<i8', [20], labels.slice(0, 20)),
        }),
      );
    },
    expected: {
      kind: 'arrays',
      target: 'class',
      facts: {
        INPUT_KEY: 'x_train',
        TARGET_KEY: 'y_train',
        VALIDATION_ARRAYS: null,
        TEST_ARRAYS: ['signals.npz', 'signals.npz', 'x_test', 'y_test'],
        CLASS_COUNT: 3,
      },
    },
  },
  {
    name: 'npy files of train, validation and test',
    requirement: 'Predict the strength of each signal.',
    write: (folder) => {
      const random = numbers(28);
      for (const [split, count] of Object.entries({ train: 60, val: 15, test: 18 })) {
        const strengths = Array.from({ length: count }, () => random() * 5);
        const values = strengths.flatMap((strength) =>
          Array.from({ length: 24 }, (_, at) => strength * Math.sin(at) + random() * 0.1),
        );
        writeText(folder, `X_${split}.npy`, npy('<f4', [count, 24], values));
        writeText(folder, `Y_${split}.npy`, npy('<f4', [count], strengths));
      }
    },
    expected: {
      kind: 'arrays',
      target: 'number',
      facts: {
        INPUT_FILE: 'X_train.npy',
        VALIDATION_ARRAYS: ['X_val.npy', 'Y_val.npy', null, null],
        TEST_ARRAYS: ['X_test.npy', 'Y_test.npy', null, null],
      },
    },
  },
  {
    name: 'test arrays without targets',
    requirement: 'Classify arrays.',
    write: (folder) => {
      const { values, labels } = signalItems();
      writeText(folder, 'train_images.npy', npy('<f4', [60, 32], values));
      writeText(folder, 'train_labels.npy', npy('<i8', [60], labels));
      writeText(folder, 'test_images.npy', npy('<f4', [20, 32], values.slice(0, 20 * 32)));
    },
    expected: {
      kind: 'arrays',
      target: 'class',
      facts: {
        INPUT_FILE: 'train_images.npy',
        TARGET_FILE: 'train_labels.npy',
        TEST_ARRAYS: null,
      },
    },
  },
  {
    name: 'sound in class folders',
    requirement: 'Classify sounds.',
    write: (folder) => {
      const random = numbers(44);
      for (let item = 0; item < 45; item++)
        writeText(
          folder,
          `sounds/${['low', 'mid', 'top'][item % 3]}/${item}.wav`,
          tone(item % 3, random),
        );
    },
    expected: {
      kind: 'audio-folders',
      target: 'class',
      facts: { AUDIO_ROOT: 'sounds', SAMPLE_RATE: 8000, CLIP_SECONDS: 1, CLASS_COUNT: 3 },
    },
  },
  {
    name: 'sound with a table',
    requirement: 'Classify urban sounds.',
    write: (folder) => {
      const random = numbers(45);
      const rows: (string | number)[][] = [['slice_file_name', 'class']];
      for (let item = 0; item < 45; item++) {
        writeText(folder, `audio/${item}.wav`, tone(item % 3, random));
        rows.push([`${item}.wav`, ['siren', 'drill', 'bark'][item % 3] ?? '']);
      }
      writeText(folder, 'metadata.csv', csv(rows));
    },
    expected: {
      kind: 'audio-table',
      target: 'class',
      facts: {
        TABLE_FILE: 'metadata.csv',
        AUDIO_FOLDER: 'audio',
        AUDIO_COLUMN: 'slice_file_name',
        AUDIO_SUFFIX: '',
        TARGET: 'class',
        SAMPLE_RATE: 8000,
        CLASS_COUNT: 3,
      },
    },
  },
  ...FORM_LAYOUTS,
  ...DRAWN_LAYOUTS,
  ...GROUP_LAYOUTS,
  ...NESTED_LAYOUTS,
  ...TIME_LAYOUTS,
  ...WRITTEN_LAYOUTS,
];
