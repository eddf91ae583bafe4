import type { Layout } from './layouts-table.ts';
import { classPicture, numbers, tone, writeImage, writeText } from './writers.ts';

const KINDS = { mammals: ['dog', 'horse'], birds: ['owl', 'hen'] } as const;

async function nestedPictures(folder: string, base: string, each: number): Promise<void> {
  const random = numbers(81);
  for (const [upper, [kind, names]] of Object.entries(KINDS).entries())
    for (const [lower, name] of names.entries())
      for (let item = 0; item < each; item++)
        await writeImage(
          folder,
          `${base}${kind}/${name}/${item}.jpg`,
          classPicture(upper * 2 + lower, random, 36),
        );
}

async function classPictures(folder: string, base: string, each: number): Promise<void> {
  const random = numbers(82);
  for (const [label, name] of ['Parasitized', 'Uninfected'].entries())
    for (let item = 0; item < each; item++)
      await writeImage(folder, `${base}${name}/${item}.png`, classPicture(label, random, 36));
}

/** Class folders inside folders, and folders that unpacking repeats. */
export const NESTED_LAYOUTS: readonly Layout[] = [
  {
    name: 'class folders inside folders',
    requirement: 'Classify the pictures by a convolutional network.',
    write: (folder) => nestedPictures(folder, 'animals/', 14),
    expected: {
      kind: 'image-table',
      target: 'class',
      facts: { TABLE_FORM: 'folders', TABLE_FILE: 'animals', CLASS_LEVEL: 2, CLASS_COUNT: 4 },
    },
  },
  {
    name: 'upper folders are the classes that the requirement names',
    requirement: 'Classify mammals versus birds.',
    write: (folder) => nestedPictures(folder, '', 12),
    expected: {
      kind: 'image-folders',
      target: 'class',
      facts: { IMAGE_ROOT: '', CLASS_COUNT: 2 },
    },
  },
  {
    name: 'folders of patients inside class folders',
    requirement: 'Classify scans as infected or not.',
    write: async (folder) => {
      for (let patient = 0; patient < 8; patient++)
        for (const [label, name] of ['infected', 'normal'].entries())
          for (let item = 0; item < 3; item++)
            await writeImage(
              folder,
              `${name}/patient ${label * 10 + patient}/${item}.png`,
              classPicture(label, numbers(83 + patient + item), 36),
            );
    },
    expected: {
      kind: 'image-folders',
      target: 'class',
      facts: {
        IMAGE_ROOT: '',
        CLASS_COUNT: 2,
        GROUP_PATTERN: '(?:^|[^a-z])((?:patient)(?:[\\s._-]+[a-z]{0,2})?\\d+)',
      },
    },
  },
  {
    name: 'class folders once more in a folder of the archive',
    requirement: 'Detect whether a cell is infected.',
    write: async (folder) => {
      await classPictures(folder, '', 16);
      await classPictures(folder, 'cell_images/', 16);
    },
    expected: {
      kind: 'image-folders',
      target: 'class',
      facts: { IMAGE_ROOT: 'cell_images', CLASS_COUNT: 2 },
    },
  },
  {
    name: 'split folders in a folder that unpacking repeats',
    requirement: 'Detect whether a cell is infected.',
    write: async (folder) => {
      await classPictures(folder, 'DATASET/DATASET/train/', 14);
      await classPictures(folder, 'DATASET/DATASET/test/', 5);
    },
    expected: {
      kind: 'image-split-folders',
      target: 'class',
      facts: { TRAIN_FOLDER: 'DATASET/DATASET/train', TEST_FOLDER: 'DATASET/DATASET/test' },
    },
  },
  {
    name: 'sounds in class folders inside folders',
    requirement: 'Classify the sounds.',
    write: (folder) => {
      const random = numbers(84);
      for (const [upper, [kind, names]] of Object.entries(KINDS).entries())
        for (const [lower, name] of names.entries())
          for (let item = 0; item < 12; item++)
            writeText(folder, `${kind}/${name}/${item}.wav`, tone(upper * 2 + lower, random));
    },
    expected: {
      kind: 'audio-table',
      target: 'class',
      facts: { TABLE_FORM: 'folders', CLASS_LEVEL: 2, CLASS_COUNT: 4 },
    },
  },
];
