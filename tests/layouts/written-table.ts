import type { Layout } from './layouts-table.ts';
import { csv, numbers, pick, writeText } from './writers.ts';

type Cell = string | number;

/** Rows of two numbers and a cell that depends on the first of them. */
function measured(
  seed: number,
  count: number,
  cell: (length: number, row: number) => Cell,
): Cell[][] {
  const random = numbers(seed);
  return Array.from({ length: count }, (_, row) => {
    const length = random() * 10;
    return [length.toFixed(2), (random() * 4).toFixed(2), cell(length, row)];
  });
}

const GOOD = ['lovely', 'warm', 'great', 'kind'];
const BAD = ['dull', 'cold', 'poor', 'rude'];

/** A sentence with some words of a list. */
function sentence(words: readonly string[], random: () => number, row: number): string {
  const chosen = Array.from({ length: 4 }, () => pick(words, random));
  return `guest ${row} found the ${chosen[0]} house ${chosen[1]} and the food ${chosen[2]}, even ${chosen[3]}`;
}

/** Pictures of 16 x 16 pixels, one a row: stripes or rows; names are those of the class and of a pixel with `#` for its number. */
function pixelRows(names: readonly [string, string] | null): Cell[][] {
  const random = numbers(87);
  const places = Array.from({ length: 256 }, (_, at) => at);
  const rows = Array.from({ length: 120 }, (_, row) => [
    row % 2,
    ...places.map((at) =>
      Math.round((row % 2 === 0 ? at % 16 : Math.floor(at / 16)) * 12 + random() * 40),
    ),
  ]);
  if (names === null) return rows;
  const [label, pixel] = names;
  return [[label, ...places.map((at) => pixel.replace('#', String(at)))], ...rows];
}

/** Values that are written otherwise than they are meant, and rows that lie in several files. */
export const WRITTEN_LAYOUTS: readonly Layout[] = [
  {
    name: 'classes in several spellings',
    requirement: 'Predict the answer.',
    write: (folder) => {
      const ways = { yes: ['yes', 'Yes', 'YES '], no: ['no', 'No', ' NO'] };
      const rows = measured(
        91,
        180,
        (length, row) => ways[length > 5 ? 'yes' : 'no'][row % 3] ?? '',
      );
      writeText(folder, 'answers.csv', csv([['length', 'width', 'answer'], ...rows]));
    },
    path: 'answers.csv',
    expected: {
      kind: 'table',
      target: 'class',
      facts: {
        TARGET: 'answer',
        CLASS_COUNT: 2,
        CLASS_SPELLINGS: [
          ['yes', 'Yes'],
          ['no', 'no'],
        ],
      },
    },
  },
  {
    name: 'a class called None',
    requirement: 'Predict the damage.',
    write: (folder) => {
      const names = ['None', 'Minor', 'Major'];
      const rows = measured(92, 180, (length) => names[Math.floor(length / 3.4)] ?? 'Major');
      writeText(folder, 'damage.csv', csv([['length', 'width', 'damage'], ...rows]));
    },
    path: 'damage.csv',
    expected: {
      kind: 'table',
      target: 'class',
      facts: { TARGET: 'damage', CLASS_COUNT: 3, MISSING_CLASS: 'None' },
    },
  },
  {
    name: 'a count that is asked of as yes or no',
    requirement: 'Classify whether a customer returns anything at all (yes/no).',
    write: (folder) => {
      const rows = measured(93, 200, (length) => (length < 5 ? 0 : Math.ceil(length)));
      writeText(folder, 'orders.csv', csv([['weight', 'price', 'returns'], ...rows]));
    },
    path: 'orders.csv',
    expected: {
      kind: 'table',
      target: 'class',
      facts: { TARGET: 'returns', CLASS_COUNT: 2, CLASS_ABOVE: 0 },
    },
  },
  {
    name: 'classes by number with names in the words',
    requirement: 'Classify the fruit, where 0 = plum, 1 = pear and 2 = fig.',
    write: (folder) => {
      const rows = measured(94, 180, (length) => Math.floor(length / 3.4));
      writeText(folder, 'fruit.csv', csv([['length', 'width', 'fruit'], ...rows]));
    },
    path: 'fruit.csv',
    expected: { kind: 'table', target: 'class', facts: { TARGET: 'fruit', CLASS_COUNT: 3 } },
  },
  {
    name: 'a series with -200 where nothing was measured',
    requirement: 'Forecast the ozone of the next 6 hours.',
    write: (folder) => {
      const random = numbers(95);
      const rows = Array.from({ length: 480 }, (_, hour) => {
        const time = new Date(Date.UTC(2023, 4, 1) + hour * 3_600_000).toISOString();
        const ozone = 40 + 20 * Math.sin(hour / 3.8) + random() * 5;
        const failed = hour % 37 > 34;
        return [time.slice(0, 16).replace('T', ' '), failed ? -200 : ozone.toFixed(1)];
      });
      writeText(folder, 'ozone.csv', csv([['time', 'ozone'], ...rows]));
    },
    path: 'ozone.csv',
    expected: {
      kind: 'series',
      target: 'future',
      facts: { TARGET: 'ozone', HORIZON: 6, MISSING_NUMBERS: [-200] },
    },
  },
  {
    name: 'a file of texts for each class',
    requirement: 'Tell praise from complaints.',
    write: (folder) => {
      const random = numbers(96);
      for (const [name, words] of [
        ['Praise', GOOD],
        ['Complaint', BAD],
      ] as const) {
        const rows = Array.from({ length: 90 }, (_, row) => [sentence(words, random, row)]);
        writeText(folder, `${name}.csv`, csv([['text'], ...rows]));
      }
    },
    expected: {
      kind: 'text-table',
      target: 'class',
      facts: { TARGET: 'label', CLASS_COUNT: 2, TABLE_FORM: 'stacked', FILE_COLUMN: 'label' },
    },
  },
  {
    name: 'texts to train with, to validate with and without labels',
    requirement: 'Classify the sentiment of the sentences.',
    write: (folder) => {
      const random = numbers(97);
      const rows = Array.from({ length: 200 }, (_, row) => [
        sentence(row % 2 === 0 ? GOOD : BAD, random, row),
        row % 2,
      ]);
      const head = ['sentence', 'label'];
      writeText(folder, 'train.tsv', csv([head, ...rows.slice(0, 140)], '\t'));
      writeText(folder, 'dev.tsv', csv([head, ...rows.slice(140, 180)], '\t'));
      const unlabelled = rows.slice(180).map(([text = ''], row) => [row, text]);
      writeText(folder, 'test.tsv', csv([['index', 'sentence'], ...unlabelled], '\t'));
    },
    expected: {
      kind: 'text-table',
      target: 'class',
      facts: {
        TARGET: 'label',
        TABLE_FILE: 'train.tsv',
        TEST_FILE: 'test.tsv',
        TABLE_FORM: 'stacked',
        SPLIT_COLUMN: 'split',
      },
    },
  },
  {
    name: 'tables to train, validate and test with',
    requirement: 'Predict the price.',
    write: (folder) => {
      const rows = measured(98, 240, (length) => (length * 30 + 5).toFixed(1));
      const head = ['length', 'width', 'price'];
      writeText(folder, 'train.csv', csv([head, ...rows.slice(0, 160)]));
      writeText(folder, 'validation.csv', csv([head, ...rows.slice(160, 200)]));
      writeText(folder, 'test.csv', csv([head, ...rows.slice(200)]));
    },
    expected: {
      kind: 'table',
      target: 'number',
      facts: {
        TARGET: 'price',
        TEST_FILE: null,
        TABLE_FILES: ['train.csv', 'test.csv', 'validation.csv'],
        SPLIT_COLUMN: 'split',
        FEATURES: ['length', 'width'],
      },
    },
  },
  {
    name: 'a table that tells more of what another names',
    requirement: 'Predict the turnover of a day.',
    write: (folder) => {
      const random = numbers(93);
      const rows = Array.from({ length: 240 }, (_, row) => {
        const branch = 1 + (row % 8);
        return [branch, row % 7, (40 * (branch % 3) + 9 * (row % 7) + random()).toFixed(2)];
      });
      writeText(folder, 'train.csv', csv([['Branch', 'weekday', 'turnover'], ...rows]));
      const branches = Array.from({ length: 8 }, (_, at) => [
        1 + at,
        ['kiosk', 'hall', 'cart'][at % 3] ?? '',
        50 + 10 * at,
      ]);
      writeText(folder, 'branches.csv', csv([['Branch', 'form', 'metres'], ...branches]));
      writeText(
        folder,
        'test.csv',
        csv([
          ['Branch', 'weekday'],
          ...rows.slice(0, 20).map(([branch = 0, day = 0]) => [branch, day]),
        ]),
      );
    },
    expected: {
      kind: 'table',
      target: 'number',
      facts: {
        TARGET: 'turnover',
        TABLE_FORM: 'joined',
        JOINED_FILES: ['branches.csv'],
        JOIN_COLUMNS: ['Branch'],
        TEST_FILE: 'test.csv',
      },
    },
  },
  {
    name: 'a table in each folder of a part',
    requirement: 'Predict the price.',
    write: (folder) => {
      const rows = measured(99, 240, (length) => (length * 30 + 5).toFixed(1));
      const head = ['length', 'width', 'price'];
      writeText(folder, 'train/rows.csv', csv([head, ...rows.slice(0, 160)]));
      writeText(folder, 'valid/rows.csv', csv([head, ...rows.slice(160, 200)]));
      writeText(folder, 'test/rows.csv', csv([head, ...rows.slice(200)]));
    },
    expected: {
      kind: 'table',
      target: 'number',
      facts: {
        TARGET: 'price',
        TABLE_FILE: 'train/rows.csv',
        TABLE_FILES: ['train/rows.csv', 'test/rows.csv', 'valid/rows.csv'],
        SPLIT_COLUMN: 'split',
        FEATURES: ['length', 'width'],
      },
    },
  },
  {
    name: 'a table a year',
    requirement: 'Predict the price.',
    write: (folder) => {
      const rows = measured(99, 240, (length) => (length * 30 + 5).toFixed(1));
      for (const year of [0, 1, 2])
        writeText(
          folder,
          `sales_${2020 + year}.csv`,
          csv([['length', 'width', 'price'], ...rows.slice(year * 80, year * 80 + 80)]),
        );
    },
    expected: {
      kind: 'table',
      target: 'number',
      facts: { TARGET: 'price', FILE_COLUMN: null, FEATURES: ['length', 'width'] },
    },
  },
  {
    name: 'texts of several writers each',
    requirement: 'Classify the mood of the diary entry.',
    write: (folder) => {
      const random = numbers(90);
      const rows = Array.from({ length: 200 }, (_, row) => [
        `writer${row % 25}`,
        sentence(row % 2 === 0 ? GOOD : BAD, random, row),
        row % 2 === 0 ? 'happy' : 'sad',
      ]);
      writeText(folder, 'diary.csv', csv([['subject_id', 'entry', 'mood'], ...rows]));
    },
    path: 'diary.csv',
    expected: {
      kind: 'text-table',
      target: 'class',
      facts: { TARGET: 'mood', TEXT_COLUMN: 'entry', GROUP_COLUMN: 'subject_id' },
    },
  },
  {
    name: 'rows without a header',
    requirement: 'Sort short news into 3 topics.',
    write: (folder) => {
      const random = numbers(89);
      const topics = [GOOD, BAD, ['quick', 'small', 'light', 'new']];
      const rows = Array.from({ length: 210 }, (_, row) => [
        1 + (row % 3),
        `${row} items`,
        sentence(topics[row % 3] ?? GOOD, random, row),
      ]);
      writeText(folder, 'news.csv', csv(rows));
    },
    path: 'news.csv',
    expected: {
      kind: 'text-table',
      target: 'class',
      facts: { TARGET: '0', TEXT_COLUMN: '2', CLASS_COUNT: 3, HEADER: false },
    },
  },
  {
    name: 'measurements without a header',
    requirement: 'Classify the kind of leaf from four measurements.',
    write: (folder) => {
      const rows = measured(
        88,
        180,
        (length) => ['oak', 'ash', 'elm'][Math.floor(length / 3.4)] ?? '',
      );
      writeText(folder, 'leaves.data', csv(rows));
    },
    path: 'leaves.data',
    expected: {
      kind: 'table',
      target: 'class',
      facts: { TARGET: '2', FEATURES: ['0', '1'], CLASS_COUNT: 3, HEADER: false },
    },
  },
  {
    name: 'lists of texts in a JSON object',
    requirement: 'Classify the intent of a message to a shop assistant.',
    write: (folder) => {
      const random = numbers(87);
      const intents = [
        ['praise', GOOD],
        ['complaint', BAD],
      ] as const;
      const list = intents.map(([tag, words]) => ({
        tag,
        patterns: Array.from({ length: 90 }, (_, row) => sentence(words, random, row)),
        responses: ['thank you'],
      }));
      writeText(folder, 'intents.json', JSON.stringify({ intents: list }));
    },
    path: 'intents.json',
    expected: {
      kind: 'text-table',
      target: 'class',
      facts: { TARGET: 'tag', TEXT_COLUMN: 'patterns', RECORDS_KEY: 'intents' },
    },
  },
  {
    name: 'words with tags in CoNLL lines',
    requirement: 'Find persons and places in sentences with a bidirectional LSTM.',
    write: (folder) => {
      const random = numbers(86);
      const people = ['Ann', 'Ben', 'Cleo'];
      const places = ['Rome', 'Oslo', 'Lima'];
      const lines = Array.from({ length: 150 }, () => [
        `${pick(people, random)} NNP B-PER`,
        `${pick(['lives', 'works', 'rests'], random)} VBZ O`,
        'in IN O',
        `${pick(places, random)} NNP B-LOC`,
        '. . O',
        '',
      ]);
      writeText(folder, 'train.txt', ['-DOCSTART- -X- O', '', ...lines.flat()].join('\n'));
    },
    expected: {
      kind: 'tagged-words',
      target: 'tags',
      facts: { TABLE_FORM: 'conll', TAG_COLUMN: 'tag', CLASS_COUNT: 3 },
    },
  },
  {
    name: 'pixels of a picture in a cell',
    requirement: 'Classify the mark with a CNN; the pixels column is a grey picture.',
    write: (folder) => {
      const random = numbers(85);
      const rows = Array.from({ length: 120 }, (_, row) => {
        const pixels = Array.from({ length: 256 }, (__, at) =>
          Math.round((row % 2 === 0 ? at % 16 : Math.floor(at / 16)) * 12 + random() * 40),
        );
        return [row % 2 === 0 ? 'stripes' : 'rows', pixels.join(' ')];
      });
      writeText(folder, 'marks.csv', csv([['mark', 'pixels'], ...rows]));
    },
    path: 'marks.csv',
    expected: {
      kind: 'arrays',
      target: 'class',
      facts: { TABLE_FORM: 'cells', INPUT_KEY: 'pixels', INPUT_SHAPE: [16, 16], TARGET: 'mark' },
    },
  },
  {
    name: 'a column for each pixel',
    requirement: 'Recognise the mark from its 16x16 pixels with a CNN.',
    write: (folder) => writeText(folder, 'marks.csv', csv(pixelRows(['mark', 'pixel#']))),
    path: 'marks.csv',
    expected: {
      kind: 'arrays',
      target: 'class',
      facts: {
        TABLE_FORM: 'pixels',
        INPUT_KEY: String.raw`^pixel\d+$`,
        INPUT_SHAPE: [16, 16],
        TARGET: 'mark',
      },
    },
  },
  {
    name: 'a column for each pixel without header, the class first',
    requirement: 'Which mark does a picture show?',
    write: (folder) => writeText(folder, 'marks.csv', csv(pixelRows(null))),
    path: 'marks.csv',
    expected: {
      kind: 'arrays',
      target: 'class',
      facts: { TABLE_FORM: 'pixels', HEADER: false, INPUT_SHAPE: [16, 16], TARGET: '0' },
    },
  },
  {
    name: 'past values in a cell, the next ones in columns',
    requirement: 'Forecast y1 to y3 from the history column.',
    write: (folder) => {
      const random = numbers(84);
      const rows = Array.from({ length: 160 }, () => {
        const start = random() * 6;
        const values = Array.from({ length: 15 }, (_, at) =>
          (10 + 3 * Math.sin(start + at / 2)).toFixed(2),
        );
        return [values.slice(0, 12).join(' '), ...values.slice(12)];
      });
      writeText(folder, 'waves.csv', csv([['history', 'y1', 'y2', 'y3'], ...rows]));
    },
    path: 'waves.csv',
    expected: {
      kind: 'arrays',
      target: 'number',
      facts: { INPUT_KEY: 'history', INPUT_SHAPE: [12, 1], TARGET: ['y1', 'y2', 'y3'] },
    },
  },
];
