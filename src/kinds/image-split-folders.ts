import { defineKind } from './define-kind.ts';
import { CLASSES, describeImages, NEW_IMAGES, IMAGE, IMAGE_NOUNS, imageShape } from './shared.ts';

export const imageSplitFolders = defineKind({
  lies: '`TRAIN_FOLDER/class/*`, ...',
  layout:
    '{TRAIN_FOLDER}/CLASS/*.jpg|png\n{VALIDATION_FOLDER}/CLASS/*.jpg|png\n{TEST_FOLDER}/CLASS/*.jpg|png',
  facts: {
    IMAGE_ROOT: { words: '"" = data folder' },
    TRAIN_FOLDER: {},
    VALIDATION_FOLDER: { words: 'None: cut from train', nullable: true },
    TEST_FOLDER: { words: 'None: cut from train', nullable: true },
    ...IMAGE,
    ...CLASSES,
  },
  form: 'image',
  item: imageShape,
  newItems: NEW_IMAGES,
  onePerRow: true,
  groups: { paths: 'items' },
  describe: describeImages,
  modality: 'image',
  subjects: ['images'],
  nouns: IMAGE_NOUNS,
});
