import { GROUP_RULES } from '../../src/profile/group-table.ts';
import type { Layout } from './layouts-table.ts';
import {
  classPicture,
  csv,
  insideDisc,
  numbers,
  randomDisc,
  tone,
  writeImage,
  writeText,
} from './writers.ts';

const { people, parts } = GROUP_RULES;
const ANIMALS = ['cat', 'dog', 'horse'] as const;

/** Items that belong together: frames of a clip, slices of a scan, pictures of a patient, words of a speaker. */
export const GROUP_LAYOUTS: readonly Layout[] = [
  {
    name: 'frames of clips in class folders',
    requirement: 'Classify the animal in each picture with a CNN.',
    write: async (folder) => {
      const random = numbers(71);
      for (const [label, name] of ANIMALS.entries())
        for (let clip = 0; clip < 8; clip++)
          for (let frame = 0; frame < 4; frame++)
            await writeImage(
              folder,
              `${name}/video0${clip}_frame000${frame}.jpg`,
              classPicture(label, random, 36),
            );
    },
    expected: {
      kind: 'image-folders',
      target: 'class',
      facts: { CLASS_COUNT: 3, GROUP_PATTERN: parts.pattern(['frames?']) },
    },
  },
  {
    name: 'pictures of patients beside a table without their ids',
    requirement: 'Classify the diagnosis from the scan.',
    write: async (folder) => {
      const random = numbers(72);
      const rows: string[][] = [['image', 'diagnosis']];
      for (let patient = 0; patient < 20; patient++)
        for (let turn = 1; turn <= 3; turn++) {
          const name = `patient${patient}_${turn}.png`;
          await writeImage(folder, `scans/${name}`, classPicture(patient % 2, random, 36));
          rows.push([name, patient % 2 === 0 ? 'healthy' : 'ill']);
        }
      writeText(folder, 'labels.csv', csv(rows));
    },
    expected: {
      kind: 'image-table',
      target: 'class',
      facts: { CLASS_COUNT: 2, GROUP_PATTERN: people.pattern(['patient']) },
    },
  },
  {
    name: 'patients in a column beside images',
    requirement: 'Classify the diagnosis from the scan.',
    write: async (folder) => {
      const random = numbers(73);
      const rows: (string | number)[][] = [['image', 'patient_id', 'diagnosis']];
      for (let item = 0; item < 60; item++) {
        await writeImage(folder, `scans/${item}.png`, classPicture(item % 2, random, 36));
        rows.push([`${item}.png`, 500 + (item % 20), item % 2 === 0 ? 'healthy' : 'ill']);
      }
      writeText(folder, 'labels.csv', csv(rows));
    },
    expected: {
      kind: 'image-table',
      target: 'class',
      facts: { TARGET: 'diagnosis', GROUP_COLUMN: 'patient_id' },
    },
  },
  {
    name: 'slices of scans with masks',
    requirement: 'Segment the tumour in each slice with a U-Net.',
    write: async (folder) => {
      const random = numbers(74);
      for (let item = 0; item < 40; item++) {
        const disc = randomDisc(random, 48);
        const name = `scan_00${Math.floor(item / 4)}-slice-${30 + (item % 4)}.png`;
        const shape = { height: 48, width: 48 };
        await writeImage(folder, `images/${name}`, {
          ...shape,
          channels: 3,
          paint: (y, x) => (insideDisc(disc, y, x) ? 190 : 60) + random() * 40,
        });
        await writeImage(folder, `masks/${name}`, {
          ...shape,
          channels: 1,
          paint: (y, x) => (insideDisc(disc, y, x) ? 255 : 0),
        });
      }
    },
    expected: {
      kind: 'image-masks',
      target: 'mask',
      facts: { GROUP_PATTERN: parts.pattern(['slices?']) },
    },
  },
  {
    name: 'words of speakers in class folders',
    requirement: 'Recognise spoken words.',
    write: (folder) => {
      const random = numbers(75);
      for (const [label, word] of ['yes', 'no', 'stop'].entries())
        for (let item = 0; item < 20; item++)
          writeText(
            folder,
            `${word}/speaker${10 + Math.floor(item / 2)}_utt${item % 2}.wav`,
            tone(label, random),
          );
    },
    expected: {
      kind: 'audio-folders',
      target: 'class',
      facts: { GROUP_PATTERN: people.pattern(['speaker']) },
    },
  },
  {
    name: 'table with several visits of each patient',
    requirement: 'Predict whether the patient is readmitted.',
    write: (folder) => {
      const random = numbers(76);
      const rows: (string | number)[][] = [['patient_id', 'age', 'pulse', 'readmitted']];
      for (let visit = 0; visit < 160; visit++) {
        const ill = visit % 2;
        const patient = 1000 + (visit % 40);
        rows.push([patient, 30 + (visit % 40), Math.round(60 + ill * 25 + random() * 12), ill]);
      }
      writeText(folder, 'visits.csv', csv(rows));
    },
    path: 'visits.csv',
    expected: {
      kind: 'table',
      target: 'class',
      facts: { GROUP_COLUMN: 'patient_id', FEATURES: ['age', 'pulse'], ID_COLUMN: null },
    },
  },
  {
    name: 'table with the split of each row in a column',
    requirement: 'Classify the fruit; the column subset says what is for training and for testing.',
    write: (folder) => {
      const random = numbers(78);
      const rows: (string | number)[][] = [['weight', 'sugar', 'fruit', 'subset']];
      for (let at = 0; at < 150; at++) {
        const label = at % 3;
        const subset = at % 5 === 0 ? 'Testing' : 'Training';
        const measured = [
          (100 + label * 40 + random() * 30).toFixed(1),
          (8 + label * 2 + random()).toFixed(2),
        ];
        rows.push([...measured, ['apple', 'pear', 'plum'][label] ?? '', subset]);
      }
      writeText(folder, 'fruit.csv', csv(rows));
    },
    path: 'fruit.csv',
    expected: {
      kind: 'table',
      target: 'class',
      facts: { SPLIT_COLUMN: 'subset', TARGET: 'fruit', FEATURES: ['weight', 'sugar'] },
    },
  },
  {
    name: 'images whose table names the split of each',
    requirement: 'Classify the animals in the pictures, keep the given splits.',
    write: async (folder) => {
      const random = numbers(79);
      const rows: (string | number)[][] = [['file', 'animal', 'data set']];
      for (let at = 0; at < 60; at++) {
        const file = `${String(at).padStart(3, '0')}.png`;
        rows.push([file, ANIMALS[at % 3] ?? '', at < 42 ? 'train' : at < 51 ? 'valid' : 'test']);
        await writeImage(folder, `pictures/${file}`, classPicture(at % 3, random, 36));
      }
      writeText(folder, 'animals.csv', csv(rows));
    },
    expected: {
      kind: 'image-table',
      target: 'class',
      facts: { SPLIT_COLUMN: 'data set', TARGET: 'animal', CLASS_COUNT: 3 },
    },
  },
  {
    name: 'table of several sales of each customer',
    requirement: 'Estimate the amount of each sale.',
    write: (folder) => {
      const random = numbers(77);
      const rows: (string | number)[][] = [['customer', 'items', 'weekday', 'amount']];
      for (let sale = 0; sale < 150; sale++) {
        const items = 1 + Math.floor(random() * 9);
        const amount = (items * 7.5 + random() * 3).toFixed(2);
        rows.push([`C-${sale % 30}`, items, ['mon', 'tue', 'wed'][sale % 3] ?? '', amount]);
      }
      writeText(folder, 'sales.csv', csv(rows));
    },
    path: 'sales.csv',
    expected: {
      kind: 'table',
      target: 'number',
      facts: { GROUP_COLUMN: 'customer', FEATURES: ['items', 'weekday'] },
    },
  },
];
